package io.atoll.storage.memtable;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TokenTableTest {
  private record Position(long token, byte[] key) {}

  private static final Comparator<Position> ORDER =
      Comparator.comparing(Position::token, Long::compareUnsigned)
          .thenComparing(Position::key, Arrays::compareUnsigned);

  /** Few tokens make collisions, many make splits. */
  @Test
  void itIsASortedMapForFewTokensAndForMany() {
    for (int tokens : new int[] {1, 3, 1_000_000}) {
      SplittableRandom random = new SplittableRandom(tokens);
      TokenTable table = new TokenTable();
      TreeMap<Position, byte[]> model = new TreeMap<>(ORDER);
      for (int i = 0; i < 30_000; i++) {
        long token = random.nextInt(tokens) * 0x9E3779B97F4A7C15L;
        byte[] key = {(byte) random.nextInt(), (byte) random.nextInt(20)};
        Position position = new Position(token, key);
        // Grows first, then shrinks to nothing and beyond.
        if (random.nextInt(30_000) > i) {
          byte[] value = new byte[random.nextInt(5)];
          table.put(token, key, value);
          model.put(position, value);
        } else {
          Position victim = i % 2 == 0 || model.isEmpty() ? position : model.firstKey();
          table.remove(victim.token, victim.key);
          model.remove(victim);
        }
        if (i % 1_000 == 0) {
          check(table, model, random);
        }
      }
      check(table, model, random);
    }
  }

  private static void check(
      TokenTable table, TreeMap<Position, byte[]> model, SplittableRandom random) {
    long bytes = 0;
    for (Map.Entry<Position, byte[]> entry : model.entrySet()) {
      Position at = entry.getKey();
      assertThat(table.get(at.token, at.key)).isSameAs(entry.getValue());
      bytes += at.key.length + entry.getValue().length;
    }
    assertThat(table.keys()).isEqualTo(model.size());
    assertThat(table.bytes()).isEqualTo(bytes);
    byte[] probe = {(byte) random.nextInt(), (byte) random.nextInt(20)};
    long from = model.isEmpty() ? 0 : model.firstKey().token;
    Position start = new Position(from, probe);
    assertThat(scan(table, from, probe, false)).isEqualTo(tokens(model, start, true));
    assertThat(scan(table, from, probe, true)).isEqualTo(tokens(model, start, false));
  }

  private static List<Long> scan(TokenTable table, long from, byte[] key, boolean skipEqual) {
    List<Long> tokens = new ArrayList<>();
    table.scan(from, key, skipEqual, 0, (token, k, v) -> tokens.add(token));
    return tokens;
  }

  private static List<Long> tokens(
      TreeMap<Position, byte[]> model, Position from, boolean inclusive) {
    return model.tailMap(from, inclusive).keySet().stream().map(Position::token).toList();
  }
}
