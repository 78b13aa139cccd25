package io.atoll.client;

import io.atoll.wire.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How a write is to be served. Immutable; {@code with…} return altered copies.
 *
 * @param consistency how many replicas must have it on disk
 * @param timeout how long it may take with all that the client tries, 1 ms or more; null for the
 *     client's
 * @param sloppy whether a hint that a fallback keeps may stand in for a replica
 * @param contexts what the writer has seen, which the write replaces; none for a blind write, which
 *     replaces nothing and becomes a sibling of what is there; at most {@value
 *     Protocol#MAX_CONTEXTS}
 * @param idempotent whether the client may send it again although it may already have taken effect.
 *     A put that took effect twice leaves two equal siblings, which this client shows as one; if
 *     somebody replaced the first meanwhile, the second stands beside that as a sibling, and in a
 *     keyspace where the last writer wins it wins. Null: deletes are in keyspaces with siblings,
 *     where a second one removes nothing more; nothing else is
 */
public record WriteOptions(
    Consistency consistency,
    Duration timeout,
    boolean sloppy,
    List<Context> contexts,
    Boolean idempotent) {
  /** What the keyspace and the client say; blind. */
  public static final WriteOptions DEFAULT =
      new WriteOptions(Consistency.KEYSPACE_DEFAULT, null, false, List.of(), null);

  public WriteOptions {
    Objects.requireNonNull(consistency, "consistency");
    Timeouts.check("timeout", timeout);
    contexts = contexts.stream().filter(context -> !context.isEmpty()).toList();
    if (contexts.size() > Protocol.MAX_CONTEXTS) {
      throw new IllegalArgumentException(
          "contexts has %d contexts; must be at most %d"
              .formatted(contexts.size(), Protocol.MAX_CONTEXTS));
    }
  }

  /** The default at a level. */
  public static WriteOptions at(Consistency consistency) {
    return DEFAULT.withConsistency(consistency);
  }

  /** The default, replacing what was seen: {@code WriteOptions.replacing(entry.context())}. */
  public static WriteOptions replacing(Context context) {
    return DEFAULT.withContext(context);
  }

  public WriteOptions withConsistency(Consistency consistency) {
    return new WriteOptions(consistency, timeout, sloppy, contexts, idempotent);
  }

  public WriteOptions withTimeout(Duration timeout) {
    return new WriteOptions(consistency, timeout, sloppy, contexts, idempotent);
  }

  public WriteOptions withSloppy(boolean sloppy) {
    return new WriteOptions(consistency, timeout, sloppy, contexts, idempotent);
  }

  /** Replaces what one context more has seen; one that stands for nothing changes nothing. */
  public WriteOptions withContext(Context context) {
    List<Context> more = new ArrayList<>(contexts);
    more.add(context);
    return new WriteOptions(consistency, timeout, sloppy, more, idempotent);
  }

  public WriteOptions withIdempotent(boolean idempotent) {
    return new WriteOptions(consistency, timeout, sloppy, contexts, idempotent);
  }
}
