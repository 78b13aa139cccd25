package io.atoll.chaos;

import io.atoll.sim.MessageLog;
import java.util.function.LongSupplier;

/**
 * Tells every message of a run, when it has arrived or is lost. What a message is can be read off
 * its first bytes, as the two {@code FORMAT.md} of {@code membership} and {@code peer} have them.
 */
final class MessageLines implements MessageLog {
  private static final int DATAGRAM_KIND_AT = 3;
  private static final String[] DATAGRAMS = {
    "ping", "ack", "ping request", "nack", "updates", "digest", "delta"
  };
  private static final String[] FRAMES = {
    "",
    "request",
    "reply",
    "not served",
    "message",
    "first part",
    "part",
    "",
    "open",
    "credit",
    "cancel",
    "chunk",
    "end",
    "abort"
  };
  private static final String[] PROTOCOLS = {
    "", "topology", "replication", "incarnation", "presence"
  };

  private final Transcript transcript;
  private final LongSupplier nowNanos;

  MessageLines(Transcript transcript, LongSupplier nowNanos) {
    this.transcript = transcript;
    this.nowNanos = nowNanos;
  }

  @Override
  public void ended(
      Carrier carrier, String from, String to, byte[] bytes, long sentNanos, String fate) {
    transcript.addAt(
        nowNanos.getAsLong(),
        "%s > %s %s of %d bytes, sent at %.3f ms, %s"
            .formatted(from, to, kind(carrier, bytes), bytes.length, sentNanos / 1e6, fate));
  }

  static String kind(MessageLog.Carrier carrier, byte[] bytes) {
    return switch (carrier) {
      case DATAGRAM -> "datagram: " + named(DATAGRAMS, bytes, DATAGRAM_KIND_AT);
      case STREAM -> "stream";
      case FRAME -> "frame: " + frame(bytes);
    };
  }

  private static String frame(byte[] bytes) {
    String kind = named(FRAMES, bytes, 0);
    return switch (kind) {
      case "request", "message", "open" ->
          "%s of %s, call %d".formatted(kind, named(PROTOCOLS, bytes, 1), at(bytes, 2));
      default -> kind;
    };
  }

  private static String named(String[] names, byte[] bytes, int index) {
    int number = at(bytes, index);
    return number >= 0 && number < names.length && !names[number].isEmpty()
        ? names[number]
        : "kind " + number;
  }

  private static int at(byte[] bytes, int index) {
    return index < bytes.length ? bytes[index] : -1;
  }
}
