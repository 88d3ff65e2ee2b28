//! Addresses of both families as a slot keeps them.

use std::net::{IpAddr, Ipv6Addr};

pub(super) fn encode_address(address: IpAddr) -> (u64, u64, bool) {
    let (bits, is_v4) = match address {
        IpAddr::V4(address) => (u128::from(u32::from(address)), true),
        IpAddr::V6(address) => (u128::from(address), false),
    };
    ((bits >> 64) as u64, bits as u64, is_v4)
}

pub(super) fn decode_address(high: u64, low: u64, is_v4: bool) -> IpAddr {
    if is_v4 {
        IpAddr::V4((low as u32).into())
    } else {
        IpAddr::V6(Ipv6Addr::from((u128::from(high) << 64) | u128::from(low)))
    }
}
