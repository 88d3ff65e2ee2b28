//! The protocol's part of a message without sockets and PHP: `engine decode 1000` does it a thousand times. For callgrind.

use anyhow::{Context, Result, bail};
use swoxide_engine::protocol::frame::{Head, encode, encode_as, opcode};
use swoxide_engine::protocol::message::{Decoder, Incoming, Rules};

const SIZE: usize = 64;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (what, times) =
        (arguments.next().context("engine decode|encode TIMES")?, arguments.next().context("how often?")?);
    let times: usize = times.parse()?;
    let payload = [b'x'; SIZE];
    let mut done = 0;
    match what.as_str() {
        "decode" => {
            let mut frame = Vec::new();
            let head = Head { opcode: opcode::TEXT, is_final: true, is_compressed: false, mask: Some([1, 2, 3, 4]) };
            encode_as(head, &payload, &mut frame);
            let mut decoder = Decoder::new(Rules { limit: 1 << 20, ..Rules::default() });
            let mut bytes = frame.clone();
            for _ in 0..times {
                bytes.copy_from_slice(&frame);
                decoder.decode(&mut bytes, &mut |incoming| {
                    if let Incoming::Message(message) = incoming {
                        done += usize::from(message.payload == payload[..]);
                    }
                })?;
            }
        }
        "encode" => {
            let mut out = Vec::new();
            for _ in 0..times {
                out.clear();
                encode(opcode::TEXT, true, std::hint::black_box(&payload), &mut out);
                done += usize::from(out.len() == SIZE + 2);
            }
        }
        other => bail!("engine decode|encode TIMES, not {other}"),
    }
    if done != times {
        bail!("{done} of {times} were right");
    }
    Ok(())
}
