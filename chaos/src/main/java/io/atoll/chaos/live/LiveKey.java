package io.atoll.chaos.live;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One key, what was tried with it and what was acknowledged. A single client writes it, one version
 * after the other, each with the context of the version acknowledged before. So version 7 covers
 * every acknowledged version below 7, and whoever shows 7 has lost none of them. A version that was
 * not acknowledged may exist or not; it covers what was acknowledged before it all the same.
 *
 * <p>Callable from any thread.
 */
final class LiveKey {
  private final String name;
  private final WriteLevel level;
  private final List<Acknowledged> acknowledged = new ArrayList<>();
  private String context = "";
  private int tried;

  private record Acknowledged(int version, String dc) {}

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
    return ++tried;
  }

  /** The context that the next version must carry; "" before anything was acknowledged. */
  synchronized String context() {
    return context;
  }

  /**
   * Notes that a version is acknowledged.
   *
   * @param dc the DC of the node that said so
   */
  synchronized void acknowledge(int version, String dc, String newContext) {
    acknowledged.add(new Acknowledged(version, dc));
    context = newContext;
  }

  synchronized boolean isAcknowledged() {
    return !acknowledged.isEmpty();
  }

  /** What is promised to a reader in a DC at {@link WriteLevel#read}, or null for nothing. */
  synchronized Promised promised(String dc) {
    int newest = 0;
    for (Acknowledged each : acknowledged) {
      if (level != WriteLevel.LOCAL_QUORUM || each.dc().equals(dc)) {
        newest = Math.max(newest, each.version());
      }
    }
    if (newest == 0) {
      return null;
    }
    Set<Integer> covered = new TreeSet<>();
    for (Acknowledged each : acknowledged) {
      if (each.version() < newest) {
        covered.add(each.version());
      }
    }
    return new Promised(newest, covered);
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
   * What a reader must find.
   *
   * @param newest the newest acknowledged version: this one or a later one is there
   * @param covered acknowledged versions that the newest covers: none of them is there
   */
  record Promised(int newest, Set<Integer> covered) {
    /** What is wrong with what a reader found, or "" when the promise is kept. */
    String broken(Collection<Integer> found) {
      if (found.contains(0)) {
        return "FOREIGN VALUE";
      }
      if (found.stream().noneMatch(version -> version >= newest)) {
        return "LOST version %d, found %s".formatted(newest, found.isEmpty() ? "none" : found);
      }
      List<Integer> returned = found.stream().filter(covered::contains).toList();
      return returned.isEmpty()
          ? ""
          : "RETURNED versions %s, which version %d had covered".formatted(returned, newest);
    }
  }
}
