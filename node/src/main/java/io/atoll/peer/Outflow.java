package io.atoll.peer;

import io.atoll.env.PeerLinks;

/**
 * The source's side of one stream, without I/O: how much credit the asker has given, whether a read
 * is in progress, what waits to be sent, and whether it is the asker's turn.
 */
final class Outflow<R> {
  final PeerLinks.Link link;
  final long number;
  final PeerStream<?, R> stream;
  final ChunkSource<R> source;
  private long credit;
  private boolean reading;
  private ChunkSource.Next<R> unsent;
  private long quietSinceNanos;

  Outflow(
      PeerLinks.Link link,
      long number,
      PeerStream<?, R> stream,
      ChunkSource<R> source,
      int credit,
      long nowNanos) {
    this.link = link;
    this.number = number;
    this.stream = stream;
    this.source = source;
    this.quietSinceNanos = nowNanos;
    granted(credit, nowNanos);
  }

  /** The asker takes more. */
  void granted(long bytes, long nowNanos) {
    if (bytes < 1 || credit + bytes > StreamSettings.MAX_WINDOW_BYTES) {
      throw new MalformedFrameException(
          "%d bytes were granted to a stream that has %d: at most %d is possible"
              .formatted(bytes, credit, StreamSettings.MAX_WINDOW_BYTES));
    }
    credit += bytes;
    quietSinceNanos = nowNanos;
  }

  /** Whether the source is to be asked now, as far as the asker is concerned. */
  boolean mayRead() {
    return !reading && unsent == null && credit > 0;
  }

  /** A read begins; answers how much it may bring. */
  int beginRead() {
    reading = true;
    return (int) Math.min(credit, PeerStream.MAX_CHUNK_BYTES);
  }

  /** The read brought something, which is to be sent; false when it is more than was asked for. */
  boolean endRead(ChunkSource.Next<R> next) {
    reading = false;
    unsent = next;
    return switch (next) {
      case ChunkSource.Next.Chunk<R> chunk ->
          chunk.bytes().length >= 1
              && chunk.bytes().length <= Math.min(credit, PeerStream.MAX_CHUNK_BYTES);
      case ChunkSource.Next.End<R> end -> true;
    };
  }

  /** What waits for room in the link, or null. */
  ChunkSource.Next<R> unsent() {
    return unsent;
  }

  /** It left; answers whether that was the end. */
  boolean sent(long nowNanos) {
    ChunkSource.Next<R> gone = unsent;
    unsent = null;
    quietSinceNanos = nowNanos;
    if (gone instanceof ChunkSource.Next.Chunk<R> chunk) {
      credit -= chunk.bytes().length;
      return false;
    }
    return true;
  }

  /** Whether the asker takes nothing, and has not for too long. */
  boolean isIdle(long nowNanos, long idleNanos) {
    return credit == 0 && nowNanos - quietSinceNanos >= idleNanos;
  }
}
