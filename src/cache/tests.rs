use super::*;

fn packs(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .expect("a closed cache has a folder")
        .flatten();
    entries
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().ends_with(ENDING))
        .collect()
}

fn key(name: &str) -> Key {
    Key::of("test", [name])
}

/// Stores results for later runs.
fn keep(folder: &Path, results: &[(&str, &str)]) {
    let cache = Cache::open(folder);
    results
        .iter()
        .for_each(|(name, result)| cache.put(key(name), result));
    cache.close().expect("the folder is ours");
}

fn kept(folder: &Path, name: &str) -> Option<String> {
    Cache::open(folder).get(key(name))
}

#[test]
fn a_result_is_there_in_the_next_run() {
    let root = tempfile::tempdir().expect("the tests need a temporary folder");
    let folder = root.path().join("deep/cache");
    assert_eq!(kept(&folder, "a"), None);
    keep(&folder, &[("a", "one"), ("b", "two")]);
    keep(&folder, &[("c", "three")]);
    assert_eq!(
        ["a", "b", "c", "d"]
            .map(|name| kept(&folder, name))
            .map(Option::unwrap_or_default),
        ["one", "two", "three", ""]
    );
    assert_ne!(
        Key::of("x", ["ab", "c"]),
        Key::of("x", ["a", "bc"]),
        "parts are not run together"
    );
    assert_eq!(
        fs::read_to_string(folder.join(".gitignore")).expect("it is written"),
        "*\n"
    );
}

#[test]
fn a_damaged_result_is_made_again_and_stored() {
    let root = tempfile::tempdir().expect("the tests need a temporary folder");
    let folder = root.path();
    keep(folder, &[("a", "one"), ("b", "two")]);
    let pack = packs(folder).pop().expect("one was written");
    let whole = fs::read(&pack).expect("it is a file");
    for at in 0..=whole.len() {
        // One byte is changed, or all bytes after it are lost.
        let other: Vec<u8> = whole
            .iter()
            .enumerate()
            .map(|(n, byte)| if n == at { byte ^ 0x20 } else { *byte })
            .collect();
        for bytes in [&other, &whole[..at]] {
            fs::write(&pack, bytes).expect("it is ours");
            for (name, result) in [("a", "one"), ("b", "two")] {
                assert!(
                    kept(folder, name).is_none_or(|kept| kept == result),
                    "{at}: {name}"
                );
            }
        }
    }
    // Damage at the head affects all results; damage at the end affects one.
    for at in [0, whole.len() - 1] {
        fs::write(
            &pack,
            whole
                .iter()
                .enumerate()
                .map(|(n, byte)| byte ^ u8::from(n == at))
                .collect::<Vec<_>>(),
        )
        .expect("it is ours");
        let cache = Cache::open(folder);
        for (name, result) in [("a", "one"), ("b", "two")] {
            assert_eq!(cache.memo("test", || [name], || result.to_owned()), result);
        }
        cache.close().expect("the folder is ours");
        assert_eq!(
            ["a", "b"]
                .map(|name| kept(folder, name))
                .map(Option::unwrap_or_default),
            ["one", "two"],
            "{at}"
        );
    }
}

#[test]
fn results_of_another_version_are_not_read() {
    let root = tempfile::tempdir().expect("the tests need a temporary folder");
    let folder = root.path();
    keep(folder, &[("a", "one")]);
    let pack = packs(folder).pop().expect("one was written");
    let bytes = fs::read(&pack).expect("it is a file");
    let other: Vec<u8> = bytes
        .iter()
        .enumerate()
        .map(|(n, byte)| byte ^ u8::from(n == "bf-docs cache ".len()))
        .collect();
    fs::write(&pack, other).expect("it is ours");
    assert_eq!(kept(folder, "a"), None);
    fs::write(&pack, bytes).expect("it is ours");
    assert_eq!(kept(folder, "a").as_deref(), Some("one"));
}

#[test]
fn the_folder_stays_as_large_as_a_few_runs() {
    let root = tempfile::tempdir().expect("the tests need a temporary folder");
    let folder = root.path();
    let size = || {
        packs(folder)
            .iter()
            .map(|path| path.metadata().expect("it is there").len())
            .sum::<u64>()
    };
    let result = "x".repeat(10_000);
    keep(folder, &[("always", &result)]);
    let one = size();
    for run in 0..100 {
        let cache = Cache::open(folder);
        assert_eq!(cache.get::<String>(key("always")).as_ref(), Some(&result));
        cache.put(key(&run.to_string()), &result);
        cache.close().expect("the folder is ours");
        assert!(
            size() <= 2 * MOST_TIMES * one + one && packs(folder).len() <= MOST,
            "{run}: {} of {one}",
            size()
        );
    }
    assert!(kept(folder, "99").is_some() && kept(folder, "1").is_none());
}

#[test]
fn runs_at_once_get_right_results() {
    let root = tempfile::tempdir().expect("the tests need a temporary folder");
    let folder = root.path();
    std::thread::scope(|scope| {
        for thread in 0..8_u32 {
            scope.spawn(move || {
                for run in 0..40_u32 {
                    let cache = Cache::open(folder);
                    for name in [run / 4, run, thread * 1_000 + run] {
                        let made = cache.memo(
                            "kind",
                            || [name.to_string()],
                            || name.to_string().repeat(500),
                        );
                        assert_eq!(made, name.to_string().repeat(500));
                    }
                    cache.close().expect("the folder is ours");
                }
            });
        }
    });
    let left: Vec<_> = fs::read_dir(folder)
        .expect("it is there")
        .flatten()
        .map(|entry| entry.file_name())
        .collect();
    assert!(
        left.iter()
            .all(|name| !name.to_string_lossy().starts_with(pack::UNFINISHED)),
        "{left:?}"
    );
}

#[test]
fn a_cache_that_cannot_be_written_is_a_fault() {
    let root = tempfile::tempdir().expect("the tests need a temporary folder");
    let file = root.path().join("file");
    fs::write(&file, "no folder").expect("the folder is ours");
    let cache = Cache::open(&file);
    cache.put(key("a"), &"one");
    let trouble = cache.close().expect_err("a file is no folder").to_string();
    assert!(
        trouble.contains("cannot write the cache") && trouble.contains("file"),
        "{trouble}"
    );
}
