package io.atoll.storage.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ring.TokenRange;
import io.atoll.storage.compaction.ListCursor.Entry;
import io.atoll.storage.manifest.RangeTombstone;
import io.atoll.storage.merge.MergeCursor;
import io.atoll.storage.merge.MergeSource;
import io.atoll.storage.table.EntryCursor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
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
    List<Source> sources = new ArrayList<>();
    int sequence = 1;
    for (int i = random.nextInt(9); i > 0; i--) {
      sequence += 1 + random.nextInt(3);
      TreeMap<Place, String> table = table(random, "sequence " + sequence);
      sources.add(source(table, sequence, rangeTombstones, random));
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
    MergeCursor<Source> merge = new MergeCursor<>(sources.toArray(Source[]::new));
    RetentionFilter filter = new RetentionFilter(KEYSPACE, bottom, rule);
    assertThat(shown(merge, filter))
        .isEqualTo(model.entrySet().stream().map(Object::toString).toList());
    assertThat(merge.next()).isFalse();
    assertThat(merge.isWaiting()).isFalse();
  }

  @Test
  void aMergeShowsRemovalsAndEverythingElse() throws IOException {
    Random never = new Random(1);
    MergeCursor<Source> merge =
        new MergeCursor<>(
            new Source[] {
              source(tableOf(1, "k", "old"), 1, List.of(), never),
              source(tableOf(1, "k", null), 2, List.of(), never),
              source(tableOf(-1, "k", "v"), 1, List.of(), never)
            });
    RetentionFilter all = new RetentionFilter(KEYSPACE, token -> false, RetentionRule.KEEP_ALL);
    assertThat(shown(merge, all))
        .containsExactly(new Place(1, "k") + "=null", new Place(-1, "k") + "=v");
  }

  /** A source that now and then has to wait for what comes next. */
  private static final class Source implements MergeSource {
    private final EntryCursor cursor;
    private final long sequence;
    private final Random random;
    private boolean waiting;

    Source(EntryCursor cursor, long sequence, Random random) {
      this.cursor = cursor;
      this.sequence = sequence;
      this.random = random;
    }

    @Override
    public boolean next() throws IOException {
      waiting = !waiting && random.nextInt(4) == 0;
      return !waiting && cursor.next();
    }

    @Override
    public boolean isWaiting() {
      return waiting;
    }

    @Override
    public long sequence() {
      return sequence;
    }

    @Override
    public long token() {
      return cursor.token();
    }

    @Override
    public MemorySegment segment() {
      return cursor.segment();
    }

    @Override
    public long keyOffset() {
      return cursor.keyOffset();
    }

    @Override
    public int keyLength() {
      return cursor.keyLength();
    }

    @Override
    public long valueOffset() {
      return cursor.valueOffset();
    }

    @Override
    public int valueLength() {
      return cursor.valueLength();
    }
  }

  private static Source source(
      TreeMap<Place, String> table,
      long sequence,
      List<RangeTombstone> rangeTombstones,
      Random random) {
    return new Source(
        RangeTombstoneCursor.over(cursor(table), KEYSPACE, sequence, rangeTombstones),
        sequence,
        random);
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

  private static List<String> shown(MergeCursor<Source> merge, RetentionFilter filter)
      throws IOException {
    List<String> shown = new ArrayList<>();
    while (true) {
      if (merge.next()) {
        EntryCursor entry = merge.current();
        if (filter.keeps(entry)) {
          String key = text(entry, entry.keyOffset(), entry.keyLength());
          String value =
              entry.valueLength() == EntryCursor.REMOVED
                  ? null
                  : text(entry, entry.valueOffset(), entry.valueLength());
          shown.add(new Place(entry.token(), key) + "=" + value);
        }
      } else if (!merge.isWaiting()) {
        return shown;
      } else {
        assertThat(merge.stepping().isWaiting()).isTrue();
      }
    }
  }

  private static String text(EntryCursor cursor, long offset, int length) {
    byte[] bytes = new byte[length];
    MemorySegment.copy(cursor.segment(), ValueLayout.JAVA_BYTE, offset, bytes, 0, length);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }
}
