//! The sample file, what goes before what, and a table of mistakes.

use clap::CommandFactory as _;

use super::*;

const SAMPLE: &str = include_str!("../../guiyan.toml");

/// The sample with every setting set.
fn all_set() -> String {
    let line = |line: &str| match line.strip_prefix('#') {
        Some(setting) if !setting.is_empty() && !setting.starts_with(' ') => setting.to_owned(),
        _ => line.to_owned(),
    };
    SAMPLE.lines().map(|text| line(text) + "\n").collect()
}

fn read(words: &[&str]) -> Result<Cli, crate::cli::CliError> {
    Cli::read([&["guiyan"], words].concat(), false)
}

fn serve(words: &[&str]) -> Serve {
    match read(words).unwrap().action {
        Action::Serve(serve) => *serve,
        other => panic!("not serving: {other:?}"),
    }
}

fn written(text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("guiyan.toml");
    fs::write(&path, text).unwrap();
    (folder, path.display().to_string())
}

#[test]
fn the_sample_sets_nothing_and_names_every_option() {
    assert_eq!(Settings::parse("guiyan.toml", SAMPLE).unwrap(), Settings::default());
    let all = all_set();
    let names: Vec<String> = options();
    for name in &names {
        assert!(sets(&all, name), "`{name}` stands nowhere in the sample");
    }
    assert!(names.len() > 12, "{names:?}");
}

/// Options of `serve` that can stand in the file.
fn options() -> Vec<String> {
    let command = Cli::command();
    let serve = command.find_subcommand("serve").unwrap();
    let all = serve.get_arguments().chain(command.get_arguments());
    let all = all.filter(|option| !option.is_hide_set());
    let names = all.filter_map(|option| option.get_long()).map(str::to_owned);
    names.filter(|name| !["config", "help", "version"].contains(&name.as_str())).collect()
}

/// Whether a setting stands in the file, by itself or below a heading.
fn sets(text: &str, name: &str) -> bool {
    let mut heading = String::new();
    text.lines().any(|line| {
        if let Some(inside) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            heading = format!("{inside}-");
        }
        line.split_once(" = ").is_some_and(|(key, _)| format!("{heading}{key}") == name)
    })
}

#[test]
fn every_setting_of_the_sample_is_taken_and_tells_the_default() {
    let (_folder, file) = written(&all_set());
    let (set, plain) = (serve(&["serve", "--config", &file]), serve(&["serve"]));
    assert_eq!(set.listen, plain.listen);
    assert_eq!(set.limits, plain.limits);
    assert_eq!((set.workers, set.demo_members), (plain.workers, plain.demo_members));
    assert_eq!((set.demo, set.force_demo), (plain.demo, plain.force_demo));
    let text = format!("{:?}", Settings::parse("guiyan.toml", &all_set()).unwrap());
    assert!(!text.contains("None"), "a setting of the sample is not taken: {text}");
}

#[test]
fn the_command_line_goes_before_the_file_and_the_file_before_the_default() {
    let (_folder, file) = written(
        "listen = \"127.0.0.1:9\"\ndata = \"/srv/a\"\nworkers = 3\nlog-json = true\n\
         allow-origin = [\"https://a.example\"]\nmaster-key = \"/srv/key\"",
    );
    let words = ["serve", "--config", &file, "--data", "/srv/b", "--allow-origin", "null"];
    let nearer = serve(&words);
    assert_eq!(nearer.listen.port(), 9);
    assert_eq!(nearer.data, Path::new("/srv/b"));
    assert_eq!(nearer.allow_origin, ["null"]);
    assert_eq!((nearer.workers, nearer.demo_members), (3, 24));
    assert_eq!(nearer.master_key.as_deref(), Some(Path::new("/srv/key")));
    assert!(read(&words).unwrap().log_json);

    // The other commands find the record by the same file.
    let Action::Verify(record) = read(&["verify", "--config", &file]).unwrap().action else {
        panic!("not verifying");
    };
    assert_eq!(record.data, Path::new("/srv/a"));
    assert_eq!(record.master_key.as_deref(), Some(Path::new("/srv/key")));

    // A key in the environment is nearer than a file that this one names.
    let words = ["guiyan", "verify", "--config", &file];
    let Action::Verify(record) = Cli::read(words, true).unwrap().action else {
        panic!("not verifying");
    };
    assert_eq!(record.master_key, None);
}

#[test]
fn each_mistake_is_one_sentence_with_its_line() {
    let cases = [
        ("lisen = \"x\"", 1, "`lisen` is no setting: did you mean `listen`?"),
        ("# a\n\nmaster_key = \"/x\"", 3, "did you mean `master-key`?"),
        ("Workers = 2", 1, "did you mean `workers`?"),
        ("colour = \"red\"", 1, "`colour` is no setting; there are `allow-origin`, `backup`"),
        ("workers = 2\n[portal]\nkey = \"x\"", 2, "`portal` is no setting"),
        ("listen = 7117", 1, "`listen` must be a text in quotes; here it is a number"),
        ("listen = \"localhost:7117\"", 1, "an address and a port"),
        ("listen = \"127.0.0.1\"", 1, "not \"127.0.0.1\""),
        ("workers = \"2\"", 1, "`workers` must be a whole number from 0 to 1024"),
        ("workers = 2.5", 1, "here it is a number"),
        ("workers = -1", 1, "not -1"),
        ("demo-members = 5", 1, "from 12 to 5000"),
        ("demo-members = 99999999999999999999", 1, "from 12 to 5000"),
        ("\ndemo = \"true\"", 2, "`demo` must be true or false, without quotes; here it is a text"),
        ("log-json = 1", 1, "here it is a number"),
        ("data = \"data\"", 1, "`data` must be a whole path"),
        ("data = \"\"", 1, "`data` must be a whole path"),
        ("data = [\"/x\"]", 1, "here it is a list"),
        ("token-issuer = \" \"", 1, "`token-issuer` is empty"),
        ("allow-origin = \"https://a.example\"", 1, "a list, as in"),
        ("allow-origin = [\n  \"https://a.example\",\n  7\n]", 3, "a text in quotes"),
        ("allow-origin = [\n\"https://a.example/b\"]", 2, "is not an origin"),
        ("allow-origin = [\"null\",\n\"null\"]", 2, "names \"null\" twice"),
        ("listen = \"127.0.0.1:1\"\nlisten = \"127.0.0.1:2\"", 2, "duplicate key"),
        ("listen = 127.0.0.1:7117", 1, "not written as TOML wants it"),
        ("demo = true\ndata = \"/x", 2, "not written as TOML wants it"),
        ("[backup]\nfolders = \"/x\"", 2, "did you mean `backup.folder`?"),
        ("[backup]\nfolder = \"/x\"\nlisten = \"x\"", 3, "move `listen` above the first"),
        ("[backup]\nfolder = \"backups\"", 2, "`backup.folder` must be a whole path"),
        ("backup = \"/x\"", 1, "must be a heading, as in [backup]; here it is a text"),
        ("[[backup]]\nfolder = \"/x\"", 1, "must be a heading, as in [backup]"),
        ("backup-folder = \"/x\"", 1, "`backup-folder` is no setting"),
        ("[limits]\nper-persons = 3", 2, "did you mean `limits.per-person`?"),
        ("[limits]\nwaiting = 0", 2, "`limits.waiting` must be a whole number from 1 to"),
        ("trusted-proxies = [\"proxy.example\"]", 1, "must name addresses, as in \"127.0.0.1\""),
        ("demo true", 1, "not written as TOML wants it"),
    ];
    for (text, line, said) in cases {
        let error = Settings::parse("guiyan.toml", text).unwrap_err().to_string();
        assert!(error.contains(&format!("`guiyan.toml`, line {line}: ")), "{text}: {error}");
        assert!(error.contains(said), "{text}: `{said}` not in: {error}");
        assert!(!error.contains('\n'), "{text}: more than one line: {error}");
    }
}

#[test]
fn a_key_in_the_place_of_its_file_is_not_repeated() {
    let secret = "cHJldGVuZCB0aGF0IHRoaXMgaXMgYSBzZWNyZXQga2U=";
    let text = format!("master-key = \"{secret}\"");
    let error = Settings::parse("guiyan.toml", &text).unwrap_err().to_string();
    assert!(error.contains("whole path") && !error.contains(secret), "{error}");
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    for file in ["/nowhere/guiyan.toml", "/"] {
        let error = read(&["serve", "--config", file]).unwrap_err().to_string();
        assert!(error.contains(&format!("`{file}`")) && error.contains("--config"), "{error}");
    }
    let (folder, file) = written("");
    fs::write(folder.path().join("guiyan.toml"), [0xff, 0xfe]).unwrap();
    let error = read(&["serve", "--config", &file]).unwrap_err().to_string();
    assert!(error.contains("UTF-8"), "{error}");
}

/// What the operator's page and the files beside it tell of, there is.
#[test]
fn the_page_and_the_units_name_what_there_is() {
    let command = Cli::command();
    let commands: Vec<&str> = command.get_subcommands().map(|one| one.get_name()).collect();
    let mut known = vec![KEY_VARIABLE.to_owned(), "GUIYAN_LOG".to_owned()];
    let mut options = vec!["--help".to_owned()];
    for one in command.get_subcommands().chain([&command]) {
        for option in one.get_arguments() {
            known.extend(option.get_env().and_then(|name| name.to_str()).map(str::to_owned));
            options.extend(option.get_long().map(|name| format!("--{name}")));
        }
    }
    for (file, text) in [
        ("README.md", include_str!("../../README.md")),
        ("guiyan.toml", SAMPLE),
        ("guiyan.service", include_str!("../../deploy/guiyan.service")),
        ("guiyan-backup.service", include_str!("../../deploy/guiyan-backup.service")),
        ("Containerfile", include_str!("../../deploy/Containerfile")),
    ] {
        let words = |text: &'static str| {
            text.split(|c: char| !(c.is_ascii_alphanumeric() || "_-".contains(c)))
        };
        for name in words(text).filter(|word| word.starts_with("GUIYAN_") && word.len() > 7) {
            assert!(known.iter().any(|known| known == name), "{file}: {name}");
        }
        for line in text.lines().filter_map(|line| line.split_once("guiyan ")).map(|it| it.1) {
            let name = words(line).next().unwrap();
            if !line.starts_with(|c: char| c.is_ascii_lowercase()) || !line.contains("--") {
                continue;
            }
            assert!(commands.contains(&name), "{file}: guiyan {name}");
            for option in words(line).filter(|word| word.starts_with("--")) {
                assert!(options.iter().any(|known| known == option), "{file}: {option}");
            }
        }
    }
}

/// As another matter reads headings of its own.
#[test]
fn repeated_headings_are_read_one_by_one() {
    let read = |text: &'static str| {
        let table = DeTable::parse(text).unwrap();
        let top = Section::top(Source { file: "guiyan.toml", text }, table.get_ref());
        let mut names = Vec::new();
        for issuer in top.sections("issuer")? {
            let name = issuer.text("name")?;
            names.push(name.ok_or_else(|| issuer.wrong("key", "`issuer.name` is missing"))?);
            issuer.path("key")?;
            issuer.finish()?;
        }
        top.finish()?;
        Ok::<_, ConfigError>(names)
    };
    let two = "[[issuer]]\nname = \"a\"\n[[issuer]]\nname = \"b\"\nkey = \"/b\"";
    assert_eq!(read(two).unwrap(), ["a", "b"]);
    assert_eq!(read("").unwrap(), [""; 0]);
    for (text, line, said) in [
        ("[issuer]\nname = \"a\"", 1, "a repeated heading, as in [[issuer]]"),
        ("[[issuer]]\nname = \"a\"\n[[issuer]]\nnam = \"b\"\nkey = \"/b\"", 5, "is missing"),
        ("[[issuer]]\nname = \"a\"\nkeys = \"/b\"", 3, "did you mean `issuer.key`?"),
    ] {
        let error = read(text).unwrap_err().to_string();
        assert!(error.contains(&format!("line {line}: ")) && error.contains(said), "{error}");
    }
}
