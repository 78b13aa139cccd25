package io.atoll.server.binary;

import io.atoll.wire.FailureCode;
import java.util.concurrent.atomic.LongAdder;

/** What went through the client port of a node since it started; readable from any thread. */
public final class BinaryStats {
  /** One thing that is counted. */
  public enum Counter {
    CONNECTIONS("Connections that were welcomed"),
    FRAMES_IN("Frames received from clients"),
    FRAMES_OUT("Frames sent to clients"),
    BYTES_IN("Bytes received from clients"),
    BYTES_OUT("Bytes sent to clients"),
    FLUSHES("Batches of frames handed to the network: those of one loop turn share one"),
    ABORTED("Requests whose client went away before their answer");

    private final String description;

    Counter(String description) {
      this.description = description;
    }

    /** What is counted, in words. */
    public String description() {
      return description;
    }
  }

  private static final int OUTCOMES = FailureCode.values().length + 1;

  private final LongAdder[] counters = zeros(Counter.values().length);
  private final LongAdder[] endings = zeros(CloseReason.values().length);
  private final LongAdder[] requests = zeros(Asked.values().length * OUTCOMES);

  private static LongAdder[] zeros(int count) {
    LongAdder[] zeros = new LongAdder[count];
    for (int i = 0; i < count; i++) {
      zeros[i] = new LongAdder();
    }
    return zeros;
  }

  /** How often something happened. */
  public long count(Counter counter) {
    return counters[counter.ordinal()].sum();
  }

  /** Connections that the node gave up for a reason. */
  public long endings(CloseReason why) {
    return endings[why.ordinal()].sum();
  }

  /**
   * Requests by how they were answered.
   *
   * @param outcome null for those that were fulfilled
   */
  public long requests(Asked asked, FailureCode outcome) {
    return requests[index(asked, outcome)].sum();
  }

  void add(Counter counter, long amount) {
    counters[counter.ordinal()].add(amount);
  }

  void ended(CloseReason why) {
    endings[why.ordinal()].increment();
  }

  void answered(Asked asked, FailureCode outcome) {
    requests[index(asked, outcome)].increment();
  }

  private static int index(Asked asked, FailureCode outcome) {
    return asked.ordinal() * OUTCOMES + (outcome == null ? 0 : outcome.ordinal() + 1);
  }
}
