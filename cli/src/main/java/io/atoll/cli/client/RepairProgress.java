package io.atoll.cli.client;

import io.atoll.cli.terminal.Terminal;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Tells on standard error how far a repair is: in place where a person watches it, otherwise in a
 * line whenever something has changed, and at most every few seconds.
 */
final class RepairProgress {
  private static final String ERASE_LINE = "\r\u001b[K";
  private static final long BETWEEN_LINES_NS = 5_000_000_000L;

  private final Terminal terminal;
  private String last = "";
  private long lastNs;

  RepairProgress(Terminal terminal) {
    this.terminal = terminal;
  }

  void tell(Done done) {
    String line = done.toString();
    long now = System.nanoTime();
    if (terminal.errIsTerminal()) {
      terminal.err().print(ERASE_LINE + line);
      terminal.err().flush();
    } else if (!line.equals(last) && (last.isEmpty() || now - lastNs >= BETWEEN_LINES_NS)) {
      terminal.err().println(line);
      last = line;
      lastNs = now;
    }
  }

  void end() {
    if (terminal.errIsTerminal()) {
      terminal.err().print(ERASE_LINE);
      terminal.err().flush();
    }
  }

  /**
   * How far runs are.
   *
   * @param parts comparisons of a node with another
   * @param ended those of them that came to an end
   * @param keys that were brought to a replica which lacked them
   * @param bytes of them
   * @param bytesLeft about how many are to be brought still, as far as it is known
   * @param whole whether that is known of all parts
   * @param etaSeconds in how many seconds these are brought, at the rate so far; -1 when unknown
   */
  record Done(
      long parts,
      long ended,
      long keys,
      long bytes,
      long bytesLeft,
      boolean whole,
      long etaSeconds) {
    static final Done NOTHING = new Done(0, 0, 0, 0, 0, true, 0);

    /** How far a run is. */
    static Done of(JsonObject run, List<JsonObject> parts) {
      long ended = 0;
      long keys = 0;
      long left = 0;
      boolean whole = true;
      for (JsonObject part : parts) {
        ended += part.getString("state").equals("ended") ? 1 : 0;
        keys += part.getLong("sentKeys") + part.getLong("receivedKeys");
        whole &= part.getLong("bytesLeft") != null;
        left += part.getLong("bytesLeft") == null ? 0 : part.getLong("bytesLeft");
      }
      long bytes = run.getLong("bytesDone");
      double seconds = run.getDouble("seconds");
      long eta = left == 0 ? 0 : bytes == 0 ? -1 : (long) Math.ceil(left * seconds / bytes);
      return new Done(parts.size(), ended, keys, bytes, left, whole, eta);
    }

    /** Both together; they go on at the same time. */
    Done plus(Done other) {
      return new Done(
          parts + other.parts,
          ended + other.ended,
          keys + other.keys,
          bytes + other.bytes,
          bytesLeft + other.bytesLeft,
          whole && other.whole,
          etaSeconds < 0 || other.etaSeconds < 0 ? -1 : Math.max(etaSeconds, other.etaSeconds));
    }

    @Override
    public String toString() {
      String more = whole ? "" : " or more";
      String size = HumanNumbers.bytes(bytes);
      if (bytesLeft > 0) {
        size += " of " + HumanNumbers.bytes((double) bytes + bytesLeft) + more;
      }
      String eta = etaSeconds < 0 || bytesLeft == 0 && !whole ? "unknown" : "";
      if (eta.isEmpty()) {
        eta = HumanNumbers.duration((double) etaSeconds) + more;
      }
      return "%d of %d comparisons, %s keys, %s, ETA %s"
          .formatted(ended, parts, HumanNumbers.count(keys), size, eta);
    }
  }
}
