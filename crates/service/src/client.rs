//! The address a request comes from. A proxy's word about it counts only from
//! proxies that the operator has named: others can write what they like.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use axum::http::{Extensions, HeaderMap};

const FORWARDED: &str = "x-forwarded-for";

/// Where a request comes from. It is found once, by [`crate::server`], and
/// every limit goes by it.
#[derive(Clone, Copy, Debug)]
pub struct Client(pub IpAddr);

/// Where a request comes from, as the server has found out.
pub fn of(extensions: &Extensions) -> IpAddr {
    extensions.get::<Client>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |client| client.0)
}

/// Who has one address of IPv6 has the whole /64.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        address => address,
    }
}

/// Whether that address is a proxy of ours.
pub fn is_trusted(peer: IpAddr, trusted: &[IpAddr]) -> bool {
    trusted.contains(&peer.to_canonical())
}

/// The address a request comes from, as far as it can be believed. `peer` is at
/// the other end of the connection.
pub fn address(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    let peer = peer.to_canonical();
    if !is_trusted(peer, trusted) {
        return peer;
    }
    // Each proxy adds the one it heard from at the end, so the first from the
    // end that is no proxy of ours is who asked.
    // What cannot be read may be anybody's, and then nothing before it counts.
    let named = headers.get_all(FORWARDED).iter().rev();
    for part in named.flat_map(|value| value.as_bytes().rsplit(|byte| *byte == b',')) {
        let address = std::str::from_utf8(part).ok().and_then(|text| text.trim().parse().ok());
        match address.map(|address: IpAddr| address.to_canonical()) {
            Some(address) if trusted.contains(&address) => {}
            Some(address) => return address,
            None => return peer,
        }
    }
    peer
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[track_caller]
    fn check(peer: &str, forwarded: &[&str], expected: &str) {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        let trusted = ["127.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap()];
        let found = address(peer.parse().unwrap(), &headers, &trusted);
        assert_eq!(found, expected.parse::<IpAddr>().unwrap(), "{peer} {forwarded:?}");
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        check("192.0.2.9", &[], "192.0.2.9");
        check("192.0.2.9", &["198.51.100.1"], "192.0.2.9");
        check("127.0.0.1", &["198.51.100.1"], "198.51.100.1");
        check("::ffff:127.0.0.1", &["198.51.100.1"], "198.51.100.1");
        check("127.0.0.1", &["203.0.113.5, 198.51.100.1, 10.0.0.2"], "198.51.100.1");
        check("127.0.0.1", &["203.0.113.5", "198.51.100.1"], "198.51.100.1");
        check("127.0.0.1", &["unknown"], "127.0.0.1");
        check("127.0.0.1", &[], "127.0.0.1");
        // What somebody writes before the proxy's own word does not hide it, and
        // what stands in its place is not passed over.
        check("127.0.0.1", &["北京, 198.51.100.1"], "198.51.100.1");
        check("127.0.0.1", &["198.51.100.1", "北京"], "127.0.0.1");
    }
}
