// Reads the bytes that `src/search/coder.rs` writes, and adapts at the same speed.
import { RULES } from "./rules.mjs";

export const NUMBER = RULES.coder.number;
const SHIFTS = RULES.coder.shifts;
const VOWELS = new Set([...RULES.coder.vowels].map((letter) => letter.charCodeAt(0)));

// The kind of the letter before, which predicts the next: a start, a vowel, a consonant or another.
const kindOf = (letter) => {
  if (letter === 0) return 0;
  if (VOWELS.has(letter)) return 1;
  return letter >= 97 && letter <= 122 ? 2 : 3;
};

const utf8 = new TextDecoder();

export class Decoder {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
    this.low = 0;
    this.high = 0xffffffff;
    this.value = 0;
    for (let i = 0; i < 4; i++) this.value = ((this.value << 8) | this.next()) >>> 0;
    this.probabilities = new Uint16Array(0);
    this.seen = new Uint8Array(0);
    this.before = new Uint8Array(0);
  }

  next() {
    return this.at < this.bytes.length ? this.bytes[this.at++] : (this.at++, 255);
  }

  // Reserves slots for a list of names with counts, and returns the first slot of each.
  take(list) {
    const slots = {};
    let next = 0;
    for (const [name, count] of list) {
      slots[name] = next;
      next += count;
    }
    this.probabilities = new Uint16Array(next).fill(1 << 15);
    this.seen = new Uint8Array(next);
    return slots;
  }

  bit(slot) {
    const probability = this.probabilities[slot];
    const seen = this.seen[slot];
    const bit = this.code(Math.min(Math.max(probability >> 4, 1), 4095));
    this.probabilities[slot] = probability + (((bit ? 65535 : 0) - probability) >> SHIFTS[seen]);
    if (seen < SHIFTS.length - 1) this.seen[slot] = seen + 1;
    return bit;
  }

  code(odds) {
    // A decoder this far past the end does not read a piece of an index.
    if (this.at > this.bytes.length + 8) throw new Error("it ends too early");
    const middle = this.low + ((this.high - this.low) >>> 12) * odds;
    const bit = this.value <= middle ? 1 : 0;
    if (bit) this.high = middle;
    else this.low = middle + 1;
    this.shift();
    return bit;
  }

  shift() {
    while ((this.low ^ this.high) >>> 24 === 0) {
      this.low = (this.low << 8) >>> 0;
      this.high = ((this.high << 8) | 255) >>> 0;
      this.value = ((this.value << 8) | this.next()) >>> 0;
    }
  }

  number(slot) {
    let length = 0;
    while (this.bit(slot + Math.min(length, 31))) length++;
    const held = Math.min(length, 31);
    const first = length > 0 ? this.bit(slot + 32 + held) : 0;
    const second = length > 1 ? this.bit(slot + 64 + 2 * held + first) : 0;
    if (length < 2) return length && 1 + first;
    return (4 + 2 * first + second) * 2 ** (length - 2) + (length > 2 ? this.bits(length - 2) : 0) - 1;
  }

  bits(count) {
    if (count > 12) return this.bits(count - 12) * 4096 + this.bits(12);
    const step = (this.high - this.low) >>> count;
    let number = 0;
    if (step >= 1 << 12) {
      number = Math.min(Math.floor((this.value - this.low) / step), (1 << count) - 1);
      this.low += step * number;
      this.high = this.low + step - 1;
      this.shift();
      return number;
    }
    for (let left = count; left > 0; left--) number = number * 2 + this.code(2048);
    return number;
  }

  name(slot) {
    const common = this.number(slot + 4 * 256);
    const letters = [...this.before.subarray(0, common)];
    let last = common ? letters[common - 1] : 0;
    for (;;) {
      const tree = slot + 256 * kindOf(last);
      let node = 1;
      while (node < 256) node = node * 2 + this.bit(tree + node);
      last = node - 256;
      if (!last) break;
      letters.push(last);
    }
    this.before = Uint8Array.from(letters);
    return utf8.decode(this.before);
  }
}
