package io.atoll.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with single ways of the network, beside that they are cut. */
final class WayFaults {
  private final Map<Way, Condition> conditions = new LinkedHashMap<>();

  /** One way. */
  private static final class Condition {
    private final Standing<NetworkFaults> faults = new Standing<>();
    private final Standing<Long> delaysNanos = new Standing<>();
    private final Standing<Pipe> pipes = new Standing<>();
    private final Standing<Dam> dams = new Standing<>();
    private NetworkFaults sum = NetworkFaults.NONE;

    private void sum() {
      sum = faults.values().stream().reduce(NetworkFaults.NONE, NetworkFaults::and);
    }
  }

  /** What passes through a pipe queues up before it, whichever way it came. */
  private static final class Pipe {
    private final long bytesPerSecond;
    private long freeAtNanos;

    Pipe(long bytesPerSecond) {
      this.bytesPerSecond = bytesPerSecond;
    }

    long pass(long nowNanos, int bytes) {
      freeAtNanos = Math.max(nowNanos, freeAtNanos) + bytes * 1_000_000_000L / bytesPerSecond;
      return freeAtNanos - nowNanos;
    }

    long backlogNanos(long nowNanos) {
      return Math.max(0, freeAtNanos - nowNanos);
    }
  }

  /** Keeps datagrams until it breaks. */
  private static final class Dam {
    private final List<Runnable> kept = new ArrayList<>();
  }

  private Condition on(Way way) {
    return conditions.computeIfAbsent(way, any -> new Condition());
  }

  private Condition find(String from, String to) {
    return conditions.isEmpty() ? null : conditions.get(new Way(from, to));
  }

  Undo faults(Way way, NetworkFaults more) {
    Condition condition = on(way);
    Undo undo = condition.faults.add(more, condition::sum);
    condition.sum();
    return undo;
  }

  Undo delay(Way way, long nanos) {
    return on(way).delaysNanos.add(nanos);
  }

  /** All of these ways share one pipe. */
  Undo narrow(List<Way> ways, long bytesPerSecond) {
    Pipe pipe = new Pipe(bytesPerSecond);
    return Undo.all(ways.stream().map(way -> on(way).pipes.add(pipe)).toList());
  }

  /** Keeps what is sent on a way; when that ends, everything kept is let go, in its order. */
  Undo holdBack(Way way) {
    Dam dam = new Dam();
    return on(way)
        .dams
        .add(
            dam,
            () -> {
              dam.kept.forEach(Runnable::run);
              dam.kept.clear();
            });
  }

  /** Whether nothing was ever wrong with any way, or all is well again since. */
  boolean isEmpty() {
    return conditions.isEmpty();
  }

  NetworkFaults faults(String from, String to) {
    Condition condition = find(from, to);
    return condition == null ? NetworkFaults.NONE : condition.sum;
  }

  long delayNanos(String from, String to) {
    Condition condition = find(from, to);
    return condition == null
        ? 0
        : condition.delaysNanos.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How long some bytes take to get through, behind all that went before. */
  long passNanos(String from, String to, long nowNanos, int bytes) {
    Condition condition = find(from, to);
    long nanos = 0;
    if (condition != null) {
      for (Pipe pipe : condition.pipes.values()) {
        nanos = Math.max(nanos, pipe.pass(nowNanos, bytes));
      }
    }
    return nanos;
  }

  /** How long what is sent now would wait before it gets through. */
  long backlogNanos(String from, String to, long nowNanos) {
    Condition condition = find(from, to);
    return condition == null
        ? 0
        : condition.pipes.values().stream()
            .mapToLong(pipe -> pipe.backlogNanos(nowNanos))
            .max()
            .orElse(0);
  }

  boolean isHeldBack(String from, String to) {
    Condition condition = find(from, to);
    return condition != null && !condition.dams.isEmpty();
  }

  /** Gives something to the first dam on a way, which has one. */
  void keep(String from, String to, Runnable sending) {
    find(from, to).dams.values().getFirst().kept.add(sending);
  }

  /** Nothing is wrong any more; what was kept is let go. */
  void clear() {
    List<Dam> dams = new ArrayList<>();
    conditions.values().forEach(condition -> dams.addAll(condition.dams.values()));
    conditions.clear();
    dams.forEach(dam -> dam.kept.forEach(Runnable::run));
  }
}
