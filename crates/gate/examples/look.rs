//! Looks at a file as the gate does: `cargo run -p gongkai-gate --example look -- FILE [STRIPPED]`.

use std::{env, fs, io, time::Instant};

use gongkai_gate::{Rules, examine, strip};

fn main() -> io::Result<()> {
    let mut arguments = env::args().skip(1);
    let (file, stripped) = (arguments.next().unwrap_or_default(), arguments.next());
    let bytes = fs::read(&file)?;
    let rules = Rules::default().domains(["gov.cn".to_owned()]);
    let started = Instant::now();
    let examined = examine(&file, &bytes, &rules);
    println!("{}, {} bytes of words, {:?}", examined.kind.label(), examined.text.len(), started.elapsed());
    for found in &examined.findings {
        println!("{} {} {}（{}处）", found.severity().label(), found.check.code, found.check.title, found.count);
        for hit in found.hits.iter().take(5) {
            println!("    {} {} {}", found.part, hit.at.label(), hit.excerpt.words);
        }
    }
    if let Some(goal) = stripped {
        match strip(&bytes, &rules.limits) {
            Ok(stripped) => {
                println!("去掉了：{}", stripped.removed.join("、"));
                fs::write(goal, stripped.bytes)?;
            }
            Err(why) => println!("{why}"),
        }
    }
    Ok(())
}
