package io.atoll.chaos.session;

import io.atoll.client.codec.Codec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A value that tells where it comes from: a set of the marks of operations, each unique in the run.
 * A put writes its own mark alone; an update adds its own to those that it read.
 *
 * @param by the mark of the operation that wrote it; {@link #MERGED} for what a resolver made
 * @param held every mark in it, {@code by} included
 */
record Marks(int by, SortedSet<Integer> held) {
  static final int MERGED = -1;

  /** As text, such as {@code 7:3,5,7}. */
  static final Codec<Marks> CODEC =
      new Codec<>() {
        @Override
        public String contentType() {
          return "text/marks";
        }

        @Override
        public byte[] encode(Marks marks) {
          StringBuilder text = new StringBuilder().append(marks.by).append(':');
          marks.held.forEach(mark -> text.append(mark).append(','));
          return text.toString().getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public Marks decode(String contentType, byte[] bytes) {
          return read(bytes);
        }
      };

  static Marks of(int mark) {
    return new Marks(mark, new TreeSet<>(List.of(mark)));
  }

  static Marks read(byte[] bytes) {
    String[] parts = new String(bytes, StandardCharsets.US_ASCII).split(":", 2);
    SortedSet<Integer> held = new TreeSet<>();
    for (String mark : parts[1].split(",", -1)) {
      if (!mark.isEmpty()) {
        held.add(Integer.valueOf(mark));
      }
    }
    return new Marks(Integer.parseInt(parts[0]), held);
  }

  /** What an operation makes of it. */
  Marks with(int mark) {
    SortedSet<Integer> more = new TreeSet<>(held);
    more.add(mark);
    return new Marks(mark, more);
  }

  /** A resolver that loses nothing and answers the same in any order. */
  static Marks merge(List<Marks> siblings) {
    SortedSet<Integer> all = new TreeSet<>();
    siblings.forEach(each -> all.addAll(each.held));
    return new Marks(MERGED, all);
  }
}
