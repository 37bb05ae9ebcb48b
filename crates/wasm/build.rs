//! The district's data files as one JSON, for a page that brings none of its
//! own. A parser of TOML would weigh more than all of the rules.

use std::{env, error::Error, fs, path::Path};

use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let data = Path::new("../service/data/xinzhou");
    println!("cargo::rerun-if-changed={}", data.display());
    let read = |path: &Path| -> Result<Value, Box<dyn Error>> {
        println!("cargo::rerun-if-changed={}", path.display());
        Ok(toml::from_str(&fs::read_to_string(path)?)?)
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(data.join("branches"))? {
        files.push(entry?.path());
    }
    files.sort();
    let branches = files.iter().map(|path| read(path)).collect::<Result<Vec<_>, _>>()?;
    let home = json!({ "district": read(&data.join("district.toml"))?, "branches": branches });
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("home.json"), home.to_string())?;
    Ok(())
}
