//! How many files the process may have open: each connection is one.

/// Files beside the connections that are let in: the record, what is read for
/// an answer, those who are told that there is no room.
const BESIDE: u64 = 512;

/// For how many of these connections there is room. What the system lets a
/// process have at first is often too little (1024), and may be raised up to a
/// bound. Beyond the bound the next is told that it is too much; without this
/// they would hang, and the record itself could not open a file.
pub(super) fn room_for(connections: u32) -> u32 {
    let needed = u64::from(connections) + BESIDE;
    let Some(allowed) = raised(needed).filter(|allowed| *allowed < needed) else {
        return connections;
    };
    let room = most(allowed).min(connections);
    tracing::warn!(
        allowed,
        connections = room,
        "the system allows this process too few open files for `connections` below [limits]: \
         fewer are let in; raise LimitNOFILE of the unit, or --ulimit nofile= of the container"
    );
    room
}

/// How many connections go with so many files.
fn most(allowed: u64) -> u32 {
    let room = allowed.saturating_sub(BESIDE).max(allowed / 2).max(1);
    u32::try_from(room).unwrap_or(u32::MAX)
}

/// How many files are allowed, after asking for as many as are needed; none
/// where there is no bound.
#[cfg(unix)]
fn raised(needed: u64) -> Option<u64> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let current = current.filter(|current| *current < needed)?;
    let wanted = maximum.map_or(needed, |most| most.min(needed));
    let limit = Rlimit { current: Some(wanted), maximum };
    Some(if setrlimit(Resource::Nofile, limit).is_ok() { wanted } else { current })
}

/// Elsewhere there is no such bound.
#[cfg(not(unix))]
fn raised(_needed: u64) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::most;

    #[test]
    fn the_record_keeps_files_of_its_own() {
        assert_eq!(most(4_096), 4_096 - 512);
        assert_eq!(most(1_024), 512);
        assert_eq!(most(64), 32);
        assert_eq!(most(0), 1);
    }
}
