//! Compiles the crate again where a file is added to or taken from what it embeds, which the compiler does not see by itself.

fn main() {
    println!("cargo::rerun-if-changed=../../queries/content");
}
