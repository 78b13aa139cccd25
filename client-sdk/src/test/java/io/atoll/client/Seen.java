package io.atoll.client;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;

/**
 * A context of the fake store: per replica the number of its newest write that was seen, once as
 * far as a write supersedes and once as far as a read must have seen.
 */
record Seen(TreeMap<String, Integer> superseded, TreeMap<String, Integer> least) {
  static Seen nothing() {
    return new Seen(new TreeMap<>(), new TreeMap<>());
  }

  static Seen of(byte[] context) {
    String[] halves = new String(context, StandardCharsets.US_ASCII).split(";", -1);
    return new Seen(counters(halves[0]), counters(halves[1]));
  }

  static Seen ofAll(List<byte[]> contexts) {
    Seen all = nothing();
    contexts.forEach(context -> all.add(of(context)));
    return all;
  }

  byte[] toBytes() {
    return (text(superseded) + ";" + text(least)).getBytes(StandardCharsets.US_ASCII);
  }

  void add(Seen other) {
    join(superseded, other.superseded);
    join(least, other.least);
  }

  static void join(TreeMap<String, Integer> into, TreeMap<String, Integer> more) {
    more.forEach((replica, counter) -> into.merge(replica, counter, Math::max));
  }

  static boolean has(TreeMap<String, Integer> counters, String replica, int counter) {
    return counters.getOrDefault(replica, 0) >= counter;
  }

  static boolean includes(TreeMap<String, Integer> counters, TreeMap<String, Integer> others) {
    return others.entrySet().stream().allMatch(e -> has(counters, e.getKey(), e.getValue()));
  }

  private static TreeMap<String, Integer> counters(String text) {
    TreeMap<String, Integer> counters = new TreeMap<>();
    for (String entry : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      int colon = entry.indexOf(':');
      counters.put(entry.substring(0, colon), Integer.parseInt(entry.substring(colon + 1)));
    }
    return counters;
  }

  private static String text(TreeMap<String, Integer> counters) {
    StringBuilder text = new StringBuilder();
    counters.forEach(
        (replica, counter) ->
            text.append(text.isEmpty() ? "" : ",").append(replica).append(':').append(counter));
    return text.toString();
  }
}
