package io.atoll.runtime;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What went over a node's peer links and gossip socket since it started. Any thread may read. */
public final class TransportStats {
  /** One thing that is counted. */
  public enum Counter {
    FRAMES_IN("frames received from peers"),
    FRAMES_OUT("frames sent to peers"),
    BYTES_IN("bytes of frames received from peers"),
    BYTES_OUT("bytes of frames sent to peers"),
    WRITES("socket writes to peers: frames of one loop turn share one"),
    LINKS_OUT("links that this node opened and that passed the handshake"),
    LINKS_IN("links that peers opened and that passed the handshake"),
    SEND_REFUSED("frames not taken because the link was broken or its queue full"),
    DATAGRAMS_IN("datagrams received"),
    DATAGRAMS_OUT("datagrams sent"),
    DATAGRAMS_TOO_LONG("datagrams dropped because they were longer than allowed"),
    DATAGRAMS_LOST("datagrams that could not be sent: no such host, or a full socket");

    private final String description;

    Counter(String description) {
      this.description = description;
    }

    /** What is counted, in words. */
    public String description() {
      return description;
    }
  }

  private final Map<Counter, LongAdder> counters = new EnumMap<>(Counter.class);
  private final Map<LinkFailure, LongAdder> failures = new EnumMap<>(LinkFailure.class);

  /** All zero. */
  public TransportStats() {
    for (Counter counter : Counter.values()) {
      counters.put(counter, new LongAdder());
    }
    for (LinkFailure failure : LinkFailure.values()) {
      failures.put(failure, new LongAdder());
    }
  }

  /** How often something happened. */
  public long get(Counter counter) {
    return counters.get(counter).sum();
  }

  /** How many links failed or broke for a reason, in either direction. */
  public long failures(LinkFailure failure) {
    return failures.get(failure).sum();
  }

  void add(Counter counter, long amount) {
    counters.get(counter).add(amount);
  }

  void failed(LinkFailure failure) {
    failures.get(failure).increment();
  }
}
