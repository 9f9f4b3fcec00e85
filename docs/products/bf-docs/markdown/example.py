"""A file that the pages of this folder include."""


# --8<-- [start:greet]
def greet(name: str) -> str:
    return f"Hello, {name}"
# --8<-- [end:greet]


if __name__ == "__main__":
    print(greet("depot"))
