package io.atoll.peer;

import io.atoll.bytes.ByteReader;
import io.atoll.env.Invariant;
import io.atoll.env.PeerLinks;

/**
 * The asker's side of one stream, without I/O: how much the peer may still send, how much is held
 * and not consumed, and whether it is the peer's turn to send.
 */
final class Inflow<R> {
  final PeerLinks.Link link;
  final ChunkSink<R> sink;
  private final PeerStream<?, R> stream;
  private final int windowBytes;
  private int credit;
  private int held;
  private int owed;
  private long quietSinceNanos;

  Inflow(
      PeerLinks.Link link,
      PeerStream<?, R> stream,
      ChunkSink<R> sink,
      int windowBytes,
      long nowNanos) {
    this.link = link;
    this.stream = stream;
    this.sink = sink;
    this.windowBytes = windowBytes;
    this.credit = windowBytes;
    this.quietSinceNanos = nowNanos;
  }

  /** Checks that a chunk was allowed, and counts it. */
  void chunkCame(int bytes, long nowNanos) {
    if (bytes < 1 || bytes > PeerStream.MAX_CHUNK_BYTES || bytes > credit) {
      throw new MalformedFrameException(
          "a chunk of %d bytes where %d were granted".formatted(bytes, credit));
    }
    credit -= bytes;
    held += bytes;
    quietSinceNanos = nowNanos;
  }

  /** The sink has dealt with bytes. */
  void consumed(int bytes) {
    Invariant.check(bytes >= 0 && bytes <= held, "no more is consumed than came");
    held -= bytes;
    owed += bytes;
  }

  /** How much is to be granted anew: rarely, and before the peer runs dry. */
  int grantable() {
    return owed > 0 && (owed >= windowBytes / 4 || credit == 0) ? owed : 0;
  }

  /** The grant left. */
  void granted(int bytes, long nowNanos) {
    if (credit == 0) {
      quietSinceNanos = nowNanos;
    }
    owed -= bytes;
    credit += bytes;
  }

  /** Whether the peer may send, and has not for too long. */
  boolean isIdle(long nowNanos, long idleNanos) {
    return credit > 0 && nowNanos - quietSinceNanos >= idleNanos;
  }

  void end(ByteReader payload, int version) {
    sink.ended(FrameHead.payload(stream.result(), payload, version));
  }
}
