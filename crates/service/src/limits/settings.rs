//! What an operator says about how much is taken: `[limits]`.

use std::ops::RangeInclusive;

use clap::Args;

/// What each limit can be.
pub const LIMIT: RangeInclusive<u32> = 1..=100_000_000;

/// What holds unless the operator says something else.
const DEFAULT: LimitSettings = LimitSettings {
    per_person: 1_200,
    per_address: 6_000,
    connections: 10_000,
    connections_per_address: 4_000,
    streams: 6_000,
    streams_per_person: 12,
    streams_per_address: 2_000,
    waiting: 1_024,
};

/// How much is taken, from one and from all.
#[derive(Clone, PartialEq, Debug, Args)]
pub struct LimitSettings {
    /// Requests of one person in a minute.
    #[arg(long = "limits-per-person", id = "limits_per_person", env = "GUIYAN_LIMITS_PER_PERSON",
        default_value_t = DEFAULT.per_person, value_parser = range())]
    pub per_person: u32,
    /// Requests from one address in a minute by who is not signed in, and tokens that are seen for
    /// the first time. A whole building may share one.
    #[arg(long = "limits-per-address", id = "limits_per_address", env = "GUIYAN_LIMITS_PER_ADDRESS",
        default_value_t = DEFAULT.per_address, value_parser = range())]
    pub per_address: u32,
    /// Open connections in all.
    #[arg(long = "limits-connections", id = "limits_connections", env = "GUIYAN_LIMITS_CONNECTIONS",
        default_value_t = DEFAULT.connections, value_parser = range())]
    pub connections: u32,
    /// Open connections from one address that is no trusted proxy.
    #[arg(long = "limits-connections-per-address", id = "limits_connections_per_address",
        env = "GUIYAN_LIMITS_CONNECTIONS_PER_ADDRESS", default_value_t = DEFAULT.connections_per_address,
        value_parser = range())]
    pub connections_per_address: u32,
    /// Open streams of changes in all.
    #[arg(long = "limits-streams", id = "limits_streams", env = "GUIYAN_LIMITS_STREAMS",
        default_value_t = DEFAULT.streams, value_parser = range())]
    pub streams: u32,
    /// Open streams of one person.
    #[arg(long = "limits-streams-per-person", id = "limits_streams_per_person",
        env = "GUIYAN_LIMITS_STREAMS_PER_PERSON", default_value_t = DEFAULT.streams_per_person, value_parser = range())]
    pub streams_per_person: u32,
    /// Open streams from one address by who is not signed in.
    #[arg(long = "limits-streams-per-address", id = "limits_streams_per_address",
        env = "GUIYAN_LIMITS_STREAMS_PER_ADDRESS", default_value_t = DEFAULT.streams_per_address,
        value_parser = range())]
    pub streams_per_address: u32,
    /// Commands that wait to be durable, and readings that wait for the record.
    #[arg(long = "limits-waiting", id = "limits_waiting", env = "GUIYAN_LIMITS_WAITING",
        default_value_t = DEFAULT.waiting, value_parser = range())]
    pub waiting: u32,
}

fn range() -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(i64::from(*LIMIT.start())..=i64::from(*LIMIT.end()))
}

impl Default for LimitSettings {
    fn default() -> Self {
        DEFAULT
    }
}

/// A limit: its name below `[limits]`, the id of its option, and its place.
type Named = (&'static str, &'static str, fn(&mut LimitSettings) -> &mut u32);

impl LimitSettings {
    /// Every limit.
    pub const EACH: [Named; 8] = [
        ("per-person", "limits_per_person", |it| &mut it.per_person),
        ("per-address", "limits_per_address", |it| &mut it.per_address),
        ("connections", "limits_connections", |it| &mut it.connections),
        ("connections-per-address", "limits_connections_per_address", |it| {
            &mut it.connections_per_address
        }),
        ("streams", "limits_streams", |it| &mut it.streams),
        ("streams-per-person", "limits_streams_per_person", |it| &mut it.streams_per_person),
        ("streams-per-address", "limits_streams_per_address", |it| &mut it.streams_per_address),
        ("waiting", "limits_waiting", |it| &mut it.waiting),
    ];
}
