package io.atoll.runtime;

import io.atoll.env.Clock;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Tells the operator why links fail: per reason, one line at once, and then one per interval. */
final class FailureLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.atoll.peers");
  private static final long INTERVAL_MS = 30_000;
  private static final int MAX_TEXT_CHARS = 4_000;

  private final String nodeId;
  private final Clock clock;
  private final Map<LinkFailure, LogGate> gates = new EnumMap<>(LinkFailure.class);

  FailureLog(String nodeId, Clock clock) {
    this.nodeId = nodeId;
    this.clock = clock;
    for (LinkFailure failure : LinkFailure.values()) {
      gates.put(failure, new LogGate(INTERVAL_MS));
    }
  }

  /**
   * A link failed.
   *
   * @param where which link, in words
   * @param text particulars, perhaps written by an unknown peer; may be empty
   * @param byPeer whether the peer said so
   */
  void failed(String where, LinkFailure failure, String text, boolean byPeer) {
    switch (failure) {
      case ENDED, NOT_READY -> LOG.debug("node {}: {}: {}", nodeId, where, text);
      case CONNECT, CLOSED, SILENT -> log(Level.INFO, where, failure, text, byPeer);
      case NOT_ATOLL,
          VERSION,
          CLUSTER,
          PEER_ID,
          SECRET,
          GREETING,
          HANDSHAKE_TIMEOUT,
          MALFORMED,
          OVERLOADED,
          FRAME_TOO_LONG,
          CUT_FRAME,
          REFUSED ->
          log(Level.WARN, where, failure, text, byPeer);
    }
  }

  /** All is well again: the next failure is reported at once. */
  void recovered() {
    gates.values().forEach(LogGate::reset);
  }

  private void log(Level level, String where, LinkFailure failure, String text, boolean byPeer) {
    long heldBack = gates.get(failure).pass(clock.nanos());
    if (heldBack < 0) {
      return;
    }
    LOG.atLevel(level)
        .log(
            "node {}: {}: {}{}{}{}",
            nodeId,
            where,
            byPeer ? "refused by the peer: " : "",
            failure.description(),
            text.isEmpty() ? "" : ": " + printable(text),
            heldBack == 0 ? "" : " (and " + heldBack + " more of this kind since the last line)");
  }

  private static String printable(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .limit(MAX_TEXT_CHARS)
        .map(c -> Character.isISOControl(c) ? ' ' : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }
}
