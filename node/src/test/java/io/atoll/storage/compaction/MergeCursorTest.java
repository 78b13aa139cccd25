package io.atoll.storage.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ring.TokenRange;
import io.atoll.storage.compaction.ListCursor.Entry;
import io.atoll.storage.manifest.RangeTombstone;
import io.atoll.storage.table.EntryCursor;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MergeCursorTest {
  private static final int KEYSPACE = 5;

  /** Where an entry stands in the order. */
  private record Place(long token, String key) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      return Comparator.comparing(Place::token, Long::compareUnsigned)
          .thenComparing(Place::key)
          .compare(this, other);
    }
  }

  @Property(tries = 1000)
  void aMergeShowsWhatAMapShows(@ForAll Random random) throws IOException {
    List<RangeTombstone> rangeTombstones = rangeTombstones(random);
    TreeMap<Place, String> model = new TreeMap<>();
    List<MergeCursor.Source> sources = new ArrayList<>();
    int sequence = 1;
    for (int i = random.nextInt(9); i > 0; i--) {
      sequence += 1 + random.nextInt(3);
      TreeMap<Place, String> table = table(random, "sequence " + sequence);
      sources.add(new MergeCursor.Source(cursor(table), sequence));
      long ofTable = sequence;
      table.forEach(
          (place, value) -> {
            if (rangeTombstones.stream()
                .noneMatch(m -> m.keyspaceId() == KEYSPACE && m.hides(place.token(), ofTable))) {
              model.put(place, value);
            }
          });
    }
    Collections.shuffle(sources, random);
    long bottomFrom = token(random);
    Bottom bottom = token -> Long.compareUnsigned(token, bottomFrom) >= 0;
    RetentionRule rule =
        (keyspaceId, token, segment, key, keyLength, value, valueLength) ->
            keyspaceId != KEYSPACE
                || keyLength != 9
                || segment.get(ValueLayout.JAVA_BYTE, key + 8) != 'x'
                || segment.get(ValueLayout.JAVA_BYTE, value) != 's';
    model
        .entrySet()
        .removeIf(
            e ->
                bottom.isReachedAt(e.getKey().token())
                    && (e.getValue() == null || e.getKey().key().endsWith("x")));
    MergeCursor merge = new MergeCursor(KEYSPACE, sources, rangeTombstones, bottom, rule);
    assertThat(shown(merge)).isEqualTo(model.entrySet().stream().map(Object::toString).toList());
    assertThat(merge.next()).isFalse();
  }

  @Test
  void aReadShowsRemovalsAndEverythingElse() throws IOException {
    MergeCursor merge =
        MergeCursor.reading(
            KEYSPACE,
            List.of(
                new MergeCursor.Source(cursor(tableOf(1, "k", "old")), 1),
                new MergeCursor.Source(cursor(tableOf(1, "k", null)), 2),
                new MergeCursor.Source(cursor(tableOf(-1, "k", "v")), 1)),
            List.of());
    assertThat(shown(merge))
        .containsExactly(new Place(1, "k") + "=null", new Place(-1, "k") + "=v");
  }

  private static TreeMap<Place, String> tableOf(long token, String key, String value) {
    TreeMap<Place, String> table = new TreeMap<>();
    table.put(new Place(token, key), value);
    return table;
  }

  private static List<RangeTombstone> rangeTombstones(Random random) {
    List<RangeTombstone> rangeTombstones = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      long from = token(random);
      long end = token(random);
      if (end == 0 || Long.compareUnsigned(from, end) < 0) {
        int keyspaceId = random.nextInt(4) == 0 ? KEYSPACE + 1 : KEYSPACE;
        rangeTombstones.add(
            new RangeTombstone(keyspaceId, new TokenRange(from, end), 1 + random.nextInt(20)));
      }
    }
    return rangeTombstones;
  }

  /** Few tokens and few keys, so that both meet; the ends of the ring among them. */
  private static long token(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> -1;
      case 2 -> Long.MAX_VALUE;
      case 3 -> Long.MIN_VALUE;
      default -> (long) (random.nextInt(30) - 15) << 58;
    };
  }

  private static TreeMap<Place, String> table(Random random, String value) {
    TreeMap<Place, String> table = new TreeMap<>();
    for (int i = random.nextInt(40); i > 0; i--) {
      String key = List.of("a", "b", "prefix--", "prefix--x", "prefix--xy").get(random.nextInt(5));
      table.put(new Place(token(random), key), random.nextInt(4) == 0 ? null : value);
    }
    return table;
  }

  private static ListCursor cursor(TreeMap<Place, String> table) {
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<Place, String> e : table.entrySet()) {
      entries.add(new Entry(e.getKey().token(), bytes(e.getKey().key()), bytes(e.getValue())));
    }
    return new ListCursor(entries);
  }

  private static List<String> shown(EntryCursor cursor) throws IOException {
    List<String> shown = new ArrayList<>();
    while (cursor.next()) {
      String key = text(cursor, cursor.keyOffset(), cursor.keyLength());
      String value =
          cursor.valueLength() == EntryCursor.REMOVED
              ? null
              : text(cursor, cursor.valueOffset(), cursor.valueLength());
      shown.add(new Place(cursor.token(), key) + "=" + value);
    }
    return shown;
  }

  private static String text(EntryCursor cursor, long offset, int length) {
    byte[] bytes = new byte[length];
    java.lang.foreign.MemorySegment.copy(
        cursor.segment(), ValueLayout.JAVA_BYTE, offset, bytes, 0, length);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }
}
