//! Reading how many tests ran out of what the runners print.

/// Tests that passed and failed in one step.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl Counts {
    /// A step that has no tests of its own counts as one.
    pub(crate) fn one(passed: bool) -> Self {
        Self { passed: u64::from(passed), failed: u64::from(!passed) }
    }

    /// A runner that failed without a failed test (it did not compile, say)
    /// still counts as a failure.
    pub(crate) fn checked(mut self, succeeded: bool) -> Self {
        if !succeeded && self.failed == 0 {
            self.failed = 1;
        }
        self
    }
}

/// Adds up libtest's lines: `test result: ok. 3 passed; 0 failed; …`.
pub(crate) fn of_cargo(output: &str) -> Counts {
    let mut counts = Counts::default();
    for line in output.lines().filter(|line| line.starts_with("test result:")) {
        counts += Counts { passed: before(line, " passed"), failed: before(line, " failed") };
    }
    counts
}

/// Reads the closing lines of node's runner: `ℹ pass 3` or `# pass 3`.
pub(crate) fn of_node(output: &str) -> Counts {
    let last = |word: &str| {
        output
            .lines()
            .filter_map(|line| line.split_once(' ').map(|(_, rest)| rest))
            .filter_map(|rest| rest.strip_prefix(word)?.trim().parse::<u64>().ok())
            .next_back()
            .unwrap_or(0)
    };
    Counts { passed: last("pass "), failed: last("fail ") + last("cancelled ") }
}

/// The number that stands right before a word.
fn before(line: &str, word: &str) -> u64 {
    let number = line.split_once(word).and_then(|(head, _)| head.rsplit(' ').next());
    number.and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{Counts, of_cargo, of_node};

    #[test]
    fn several_test_binaries_add_up() {
        let output = "running 2 tests\n\
            test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n\
            \n\
            test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(of_cargo(output), Counts { passed: 15, failed: 2 });
    }

    #[test]
    fn node_counts_come_from_either_reporter() {
        let spec = "✔ pass 7 things (3ms)\nℹ tests 5\nℹ pass 4\nℹ fail 1\nℹ cancelled 0\n";
        assert_eq!(of_node(spec), Counts { passed: 4, failed: 1 });
        let tap = "# tests 5\n# pass 5\n# fail 0\n# cancelled 0\n";
        assert_eq!(of_node(tap), Counts { passed: 5, failed: 0 });
    }

    #[test]
    fn a_runner_that_breaks_counts_as_a_failure() {
        assert_eq!(of_cargo("error: could not compile").checked(false).failed, 1);
        assert_eq!(Counts { passed: 1, failed: 2 }.checked(false).failed, 2);
    }
}
