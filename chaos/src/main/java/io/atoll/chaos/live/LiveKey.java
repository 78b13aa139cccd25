package io.atoll.chaos.live;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One key, what was tried with it and what was acknowledged. A single client writes it, one version
 * after the other, each with the newest context that an acknowledgement gave, and so each covers
 * the versions of which that context knows. A version that was not acknowledged may exist or not,
 * and covers the same.
 *
 * <p>An acknowledgement whose context knows no more than the one that was sent does not cover its
 * own write: that happens where unacknowledged versions lie beside it, which the client has not
 * seen. The next version is then its sibling.
 *
 * <p>Callable from any thread.
 */
final class LiveKey {
  private final String name;
  private final WriteLevel level;

  /** What each version covers, by version. */
  private final Map<Integer, Set<Integer>> covered = new HashMap<>();

  /** The DC that acknowledged, by version. */
  private final Map<Integer, String> acknowledged = new TreeMap<>();

  private String context = "";
  private Set<Integer> known = Set.of();

  LiveKey(String name, WriteLevel level) {
    this.name = name;
    this.level = level;
  }

  String name() {
    return name;
  }

  WriteLevel level() {
    return level;
  }

  /** The number of the next version, counted from 1; from now on it may exist. */
  synchronized int next() {
    int version = covered.size() + 1;
    covered.put(version, known);
    return version;
  }

  /** The context that the next version must carry; "" before anything was acknowledged. */
  synchronized String context() {
    return context;
  }

  /**
   * Notes that a version is acknowledged.
   *
   * @param dc the DC of the node that said so
   * @param newContext what it gave, to be sent with the next version
   * @param knowsMore whether that knows of more writes than the context before, namely this one
   */
  synchronized void acknowledge(int version, String dc, String newContext, boolean knowsMore) {
    acknowledged.put(version, dc);
    context = newContext;
    if (knowsMore) {
      known = new TreeSet<>(known);
      known.add(version);
    }
  }

  synchronized boolean isAcknowledged() {
    return !acknowledged.isEmpty();
  }

  /** What is promised to a reader in a DC at {@link WriteLevel#read}. */
  synchronized Promised promised(String dc) {
    Set<Integer> there = new TreeSet<>();
    Set<Integer> gone = new TreeSet<>();
    acknowledged.forEach(
        (version, by) -> {
          if (level != WriteLevel.LOCAL_QUORUM || by.equals(dc)) {
            there.add(version);
            gone.addAll(covered.get(version));
          }
        });
    return new Promised(there, gone);
  }

  /** What is wrong with what a reader found, or "" when the promise is kept. */
  synchronized String broken(Promised promised, Collection<Integer> found) {
    List<Integer> foreign = found.stream().filter(v -> !covered.containsKey(v)).toList();
    if (!foreign.isEmpty()) {
      return "FOREIGN value";
    }
    Set<Integer> accounted = new TreeSet<>(found);
    found.forEach(version -> accounted.addAll(covered.get(version)));
    List<Integer> lost = promised.there().stream().filter(v -> !accounted.contains(v)).toList();
    if (!lost.isEmpty()) {
      return "LOST versions %s, found %s".formatted(lost, new ArrayList<>(found));
    }
    List<Integer> returned = found.stream().filter(promised.gone()::contains).toList();
    return returned.isEmpty()
        ? ""
        : "RETURNED versions %s, found %s".formatted(returned, new ArrayList<>(found));
  }

  /** The value of a version. */
  String value(int version) {
    return name + "#" + version;
  }

  /** The version that a value is; 0 when it is no value of this key. */
  int version(String value) {
    String prefix = name + "#";
    try {
      return value.startsWith(prefix) ? Integer.parseInt(value.substring(prefix.length())) : 0;
    } catch (NumberFormatException notWrittenByUs) {
      return 0;
    }
  }

  /**
   * What a reader must find and must not find.
   *
   * @param there acknowledged versions: each is found, or one that covers it
   * @param gone versions that acknowledged ones cover: none is found
   */
  record Promised(Set<Integer> there, Set<Integer> gone) {}
}
