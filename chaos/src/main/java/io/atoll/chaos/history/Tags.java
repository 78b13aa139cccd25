package io.atoll.chaos.history;

import io.atoll.causal.Actor;
import io.atoll.causal.CausalContext;
import io.atoll.causal.VersionVector;
import io.atoll.replication.WriteRequest;

/**
 * How a write carries its id through the store: in its content type. Deletes have one too as far as
 * they do not come by the client protocol, which has no room for it; there the id travels in the
 * context, as an event of an actor that does not exist.
 */
public final class Tags {
  /** The content type of a write that nobody follows. */
  public static final String NONE = "untold";

  private static final String PREFIX = "write/";
  private static final int MOST_DIGITS = 9;
  private static final Actor NOBODY = new Actor(Actor.MAX_MEMBER, 1);

  private Tags() {}

  /** The content type of a write. */
  public static String contentType(int writeId) {
    return PREFIX + writeId;
  }

  /** The id of the write that a content type is of; -1 when it is of none. */
  static int writeId(String contentType) {
    int digits = contentType.length() - PREFIX.length();
    if (digits < 1 || digits > MOST_DIGITS || !contentType.startsWith(PREFIX)) {
      return -1;
    }
    int id = 0;
    for (int at = PREFIX.length(); at < contentType.length(); at++) {
      int digit = contentType.charAt(at) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      id = 10 * id + digit;
    }
    return id;
  }

  /** What a delete sends along besides what it has seen. */
  public static CausalContext context(int writeId) {
    return new CausalContext(VersionVector.of(NOBODY, writeId + 1L), 0);
  }

  /** Whether a write has no id. */
  public static boolean isUntold(WriteRequest write) {
    return write.contentType().equals(NONE);
  }

  /** The id in a write. */
  public static int writeId(WriteRequest write) {
    long inContext = write.context().vector().counter(NOBODY);
    return inContext > 0
        ? (int) (inContext - 1)
        : Integer.parseInt(write.contentType().substring(PREFIX.length()));
  }

  /** The write without an id in its context. */
  static WriteRequest untagged(WriteRequest write) {
    CausalContext tagged = write.context();
    if (tagged.vector().counter(NOBODY) == 0) {
      return write;
    }
    CausalContext context =
        new CausalContext(
            tagged.vector().without(NOBODY::equals), tagged.apart(), tagged.timestamp());
    return new WriteRequest(
        write.keyspace(),
        write.keyspaceId(),
        write.key(),
        context,
        write.delete(),
        write.contentType(),
        write.value(),
        write.level(),
        write.timeoutMs());
  }
}
