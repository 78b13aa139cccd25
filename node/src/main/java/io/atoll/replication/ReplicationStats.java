package io.atoll.replication;

import java.util.concurrent.atomic.LongAdder;

/** What the coordinators of a node have done; readable from any thread. */
public final class ReplicationStats {
  /** One counter. */
  public enum Counter {
    READS("Reads coordinated"),
    WRITES("Writes coordinated"),
    WRITES_FORWARDED("Writes passed on to a replica"),
    HEDGES("Reads that asked one more replica because others were slow or failed"),
    READ_REPAIRS("Stale replicas that a read brought up to date"),
    READ_REPAIR_WAITS("Reads whose answer waited for stale replicas to be brought up to date"),
    READ_REPAIR_WAIT_MICROS("Microseconds that those reads waited for it, all together"),
    READ_REPAIR_REFUSALS(
        "Reads refused because too few replicas took the repair that their keyspace asks for"),
    FORWARD_ESCALATIONS("Writes sent one by one to a remote DC that did not acknowledge in time"),
    UNAVAILABLE("Requests refused because too few replicas were alive"),
    CLOCK_OFF("Writes that this node would not give a time to, because its clock is off"),
    LWW_RAISED("Writes made again with a later time because another replica held a later version"),
    LWW_LOST(
        "Acknowledged writes of which a replica said that it had held a later version, without a"
            + " context that names it"),
    NOT_ENOUGH_ANSWERS("Requests that too few replicas answered in time"),
    CONTEXT_NOT_REACHED("Reads for which no replica had seen the context asked for"),
    OVERLOADED("Requests refused because too many were under way"),
    STORAGE_REFUSED("Writes that this node's storage refused"),
    REPLICA_READS("Reads served to coordinators"),
    REPLICA_APPLIES("Merges served to coordinators"),
    LATE_REPLICAS("Replicas that had not answered when their request ended");

    private final String description;

    Counter(String description) {
      this.description = description;
    }

    public String description() {
      return description;
    }
  }

  private final LongAdder[] counts = new LongAdder[Counter.values().length];

  public ReplicationStats() {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  void count(Counter counter) {
    counts[counter.ordinal()].increment();
  }

  void add(Counter counter, long amount) {
    counts[counter.ordinal()].add(amount);
  }

  /** The count since the node started. */
  public long value(Counter counter) {
    return counts[counter.ordinal()].sum();
  }
}
