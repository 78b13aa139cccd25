package io.atoll.client;

import io.atoll.wire.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How a read is to be served. Immutable; {@code with…} return altered copies.
 *
 * @param consistency how many replicas must answer
 * @param timeout how long it may take with all that the client tries, 1 ms or more; null for the
 *     client's
 * @param sloppy whether a hint that a fallback keeps may stand in for a replica
 * @param minContexts the answer has seen all of these, or the read fails; at most {@value
 *     Protocol#MAX_CONTEXTS}
 * @param hedged whether a second node may be asked when the first is slower than usual; null for
 *     what the client was built with
 * @param writeBack what becomes of siblings that a resolver merged
 */
public record ReadOptions(
    Consistency consistency,
    Duration timeout,
    boolean sloppy,
    List<Context> minContexts,
    Boolean hedged,
    WriteBack writeBack) {
  /** What the keyspace and the client say. */
  public static final ReadOptions DEFAULT =
      new ReadOptions(
          Consistency.KEYSPACE_DEFAULT, null, false, List.of(), null, WriteBack.AWAITED);

  public ReadOptions {
    Objects.requireNonNull(consistency, "consistency");
    Objects.requireNonNull(writeBack, "writeBack");
    Timeouts.check("timeout", timeout);
    minContexts = minContexts.stream().filter(context -> !context.isEmpty()).toList();
    if (minContexts.size() > Protocol.MAX_CONTEXTS) {
      throw new IllegalArgumentException(
          "minContexts has %d contexts; must be at most %d"
              .formatted(minContexts.size(), Protocol.MAX_CONTEXTS));
    }
  }

  /** The default at a level. */
  public static ReadOptions at(Consistency consistency) {
    return DEFAULT.withConsistency(consistency);
  }

  public ReadOptions withConsistency(Consistency consistency) {
    return new ReadOptions(consistency, timeout, sloppy, minContexts, hedged, writeBack);
  }

  public ReadOptions withTimeout(Duration timeout) {
    return new ReadOptions(consistency, timeout, sloppy, minContexts, hedged, writeBack);
  }

  public ReadOptions withSloppy(boolean sloppy) {
    return new ReadOptions(consistency, timeout, sloppy, minContexts, hedged, writeBack);
  }

  /** Asks for one context more than before; one that stands for nothing changes nothing. */
  public ReadOptions withMinContext(Context context) {
    List<Context> more = new ArrayList<>(minContexts);
    more.add(context);
    return new ReadOptions(consistency, timeout, sloppy, more, hedged, writeBack);
  }

  public ReadOptions withHedged(boolean hedged) {
    return new ReadOptions(consistency, timeout, sloppy, minContexts, hedged, writeBack);
  }

  public ReadOptions withWriteBack(WriteBack writeBack) {
    return new ReadOptions(consistency, timeout, sloppy, minContexts, hedged, writeBack);
  }
}
