//! What a program pushes to a connection: into its outbox, if there is room.

use std::io::IoSlice;
use std::sync::atomic::Ordering;
use std::time::Duration;

use parking_lot::MutexGuard;

use super::{Connection, Origin, TOO_SLOW, WRITE_AT};
use crate::gateway::Shared;
use crate::gateway::outbox::{Need, Outbox};
use crate::link::{A_FILE, ClosedBy, EventKind, FilePart, Outgoing, Refused};
use crate::settings::BufferPolicy;

impl Connection {
    /// Queues a message, or drops it if the closing has begun; says whether the caller must see to a flush. One that comes
    /// from another process had its room counted there, and is taken.
    pub(in crate::gateway) fn push(
        &self,
        mut message: Outgoing<'_>,
        from: Origin,
        shared: &Shared,
    ) -> Result<bool, Refused> {
        let settings = &self.port.settings;
        let level = settings.websocket_compression_level.unsigned_abs() as u32;
        let min_length = usize::try_from(settings.websocket_compression_min_length).unwrap_or(usize::MAX);
        let agreement = self.compression().filter(|_| message.wants_compression(min_length));
        let (opcode, payload) = (message.opcode, message.payload);
        let most = Need { bytes: message.most_bytes(), memory: message.most_bytes() };
        if agreement.is_none() && message.is_large() {
            return self.push_large(message, from, shared);
        }
        let frame = match agreement {
            // Compressed when there is room for it: then it must go out, for the next message refers to it.
            Some(agreement) if agreement.server_takeover => None,
            Some(agreement) => Some(message.deflated(level, agreement.window_bits(), &shared.outgoing)),
            None => Some(message.plain(&shared.outgoing)),
        };
        let need = frame.map_or(most, |frame| Need::of(&frame));
        let Some(mut outbox) = self.outbox_for(need, from, shared)? else { return Ok(false) };
        match (frame, agreement) {
            (Some(frame), _) => outbox.push(frame),
            (None, Some(agreement)) => outbox.deflate(level, agreement.window_bits(), opcode, payload),
            (None, None) => {}
        }
        Ok(self.queued(&mut outbox, shared))
    }

    /// The same for a message whose plain frame is large: what the socket takes at once is never copied into a frame.
    fn push_large(&self, mut message: Outgoing<'_>, from: Origin, shared: &Shared) -> Result<bool, Refused> {
        let need = Need { bytes: message.most_bytes(), memory: 0 };
        let Some(mut outbox) = self.outbox_for(need, from, shared)? else { return Ok(false) };
        let mut sent = 0;
        if outbox.is_empty() && !outbox.is_for_task() && !self.is_tls {
            let (header, length) = message.header();
            let slices = [IoSlice::new(&header[..length]), IoSlice::new(message.payload)];
            // What is wrong with the socket is found again, and dealt with, by the write of the rest.
            sent = self.socket.try_write_vectored(&slices).unwrap_or(0);
            if sent > 0 {
                self.note_sent(sent, shared);
            }
            if sent == length + message.payload.len() {
                return Ok(false);
            }
        }
        outbox.push(message.plain(&shared.outgoing));
        outbox.advance(sent);
        Ok(self.queued(&mut outbox, shared))
    }

    /// The outbox, with room for what is to be queued; `None` if the closing began after the caller had looked.
    fn outbox_for(&self, need: Need, from: Origin, shared: &Shared) -> Result<Option<MutexGuard<'_, Outbox>>, Refused> {
        let mut outbox = self.outbox.lock();
        if self.departed.load(Ordering::Relaxed) {
            return Err(Refused::Gone);
        }
        if outbox.sealed {
            return Ok(None);
        }
        if from == Origin::Here && !self.has_room(&mut outbox, need, shared) {
            self.refuse(outbox, shared);
            return Err(Refused::OutboxFull);
        }
        Ok(Some(outbox))
    }

    /// Something was queued: writes it if it is much; says whether the caller must see to a flush.
    fn queued(&self, outbox: &mut Outbox, shared: &Shared) -> bool {
        if outbox.is_for_task() {
            shared.registry.queued(self.entry, outbox.len());
        } else if outbox.len() >= WRITE_AT {
            self.write(outbox, shared);
        }
        self.watch_marks(outbox, shared);
        let ask = !outbox.is_empty() && !outbox.flush_asked && !outbox.is_for_task();
        outbox.flush_asked |= ask;
        ask
    }

    /// Whether the outbox has room for a frame. If not, what the socket takes is written first: at once, or, where that is the
    /// task's to do, while this thread waits for it a moment.
    fn has_room(&self, outbox: &mut MutexGuard<'_, Outbox>, need: Need, shared: &Shared) -> bool {
        const MOMENT: Duration = Duration::from_millis(20);
        let limit = self.port.settings.outbox_limit();
        if !outbox.has_room(need, limit) {
            self.write(outbox, shared);
        }
        // A socket that took no more may take more by now, without anybody having seen that: nobody drives while a callback
        // is quick.
        let is_ours = |outbox: &Outbox| if outbox.blocked { self.socket.is_writable() } else { outbox.handed };
        while !outbox.has_room(need, limit) && is_ours(outbox) {
            shared.turns.summon();
            if self.written.wait_for(outbox, MOMENT).timed_out() {
                break;
            }
        }
        outbox.has_room(need, limit)
    }

    /// A push of another process found no room, and the connection ends for it or not.
    pub(in crate::gateway) fn refused_elsewhere(&self, ends: bool, shared: &Shared) {
        let mut outbox = self.outbox.lock();
        self.tell_full(&mut outbox, shared);
        // The socket may have taken everything meanwhile: then nothing else will say that there is room.
        self.watch_marks(&mut outbox, shared);
        drop(outbox);
        if ends {
            self.end(TOO_SLOW);
        }
    }

    /// Queues bytes of the program's own; the same as for [`push`](Self::push).
    pub(in crate::gateway) fn push_raw(&self, data: &[u8], from: Origin, shared: &Shared) -> Result<bool, Refused> {
        let need = Need { bytes: data.len(), memory: data.len() };
        let Some(mut outbox) = self.outbox_for(need, from, shared)? else { return Ok(false) };
        outbox.append(data);
        Ok(self.queued(&mut outbox, shared))
    }

    /// Queues a part of a file, which the task reads piece by piece as the socket takes it. Refused also when the process has
    /// come to the descriptors that it needs for itself.
    pub(in crate::gateway) fn push_file(&self, part: FilePart, from: Origin, shared: &Shared) -> Result<(), Refused> {
        let FilePart { file, offset, length } = part;
        let file = file.filter(|file| shared.may_hold(file)).ok_or(Refused::OutboxFull)?;
        let need = Need { bytes: A_FILE, memory: 0 };
        let mut outbox = self.outbox_for(need, from, shared)?.ok_or(Refused::Gone)?;
        outbox.append_file(file, offset, length);
        shared.registry.queued(self.entry, outbox.len());
        drop(outbox);
        self.wake();
        Ok(())
    }

    /// A push found no room.
    fn refuse(&self, mut outbox: MutexGuard<'_, Outbox>, shared: &Shared) {
        self.tell_full(&mut outbox, shared);
        drop(outbox);
        if self.port.settings.socket_buffer_policy == BufferPolicy::Drop {
            self.close(TOO_SLOW, || shared.registry.close(self.entry, ClosedBy::Server));
        }
    }

    /// Tells of a buffer that became full or empty. The marks count what the socket has not taken at once.
    pub(super) fn watch_marks(&self, outbox: &mut Outbox, shared: &Shared) {
        let (wanted, settings) = (&self.port.wanted, &self.port.settings);
        if outbox.full_told {
            if outbox.len() <= settings.low_watermark() {
                outbox.full_told = false;
                if wanted.buffer_empty && !outbox.sealed {
                    shared.tell(self, EventKind::BufferEmpty);
                }
            }
        } else if outbox.blocked && outbox.len() >= settings.high_watermark() {
            self.tell_full(outbox, shared);
        }
    }

    fn tell_full(&self, outbox: &mut Outbox, shared: &Shared) {
        let wanted = &self.port.wanted;
        if !outbox.full_told && (wanted.buffer_full || wanted.buffer_empty) {
            outbox.full_told = true;
            if wanted.buffer_full {
                shared.tell(self, EventKind::BufferFull);
            }
        }
    }
}
