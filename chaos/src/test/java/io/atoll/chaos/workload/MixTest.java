package io.atoll.chaos.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MixTest {
  private static final int SEEDS = 200;

  private static List<Mix> mixes(long memtableBytes) {
    return LongStream.range(0, SEEDS)
        .mapToObj(seed -> Mix.choose(new SplittableRandom(seed), 9, memtableBytes))
        .toList();
  }

  @Test
  void someHaveAFewKeysAndSomeAHundred() {
    assertThat(mixes(4 << 20)).filteredOn(mix -> mix.keys().count() <= 3).hasSizeGreaterThan(40);
    assertThat(mixes(4 << 20)).filteredOn(mix -> mix.keys().count() >= 100).hasSizeGreaterThan(20);
  }

  @Test
  void someKeysAreHot() {
    Keys skewed = new Keys(100, 2);
    SplittableRandom random = new SplittableRandom(1);
    Set<String> hot = Set.of(Keys.name(0), Keys.name(1), Keys.name(2), Keys.name(3));
    long hits = LongStream.range(0, 1_000).filter(i -> hot.contains(skewed.next(random))).count();
    assertThat(hits).isGreaterThan(250);
  }

  @Test
  void keysDifferAndSurviveTheirEncoding() {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < 150; i++) {
      String name = Keys.name(i);
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(name);
      assertThat(bytes.length).isBetween(1, 10 * 1024);
      names.add(name);
    }
    assertThat(names).hasSize(150);
  }

  @Test
  void valuesAreEmptySmallOrLargeAndFitTheMemtables() {
    SplittableRandom random = new SplittableRandom(3);
    Values values = new Values(100, 300 << 10);
    List<Integer> sizes =
        LongStream.range(0, 5_000).mapToObj(i -> values.nextBytes(random)).toList();
    assertThat(sizes).contains(0).anyMatch(size -> size > 128 << 10);
    assertThat(sizes).filteredOn(size -> size > 100).hasSizeLessThan(200);
    assertThat(mixes(64 << 10)).allMatch(mix -> mix.values().largeBytes() <= 1 << 10);
  }

  @Test
  void aValueBeginsWithTheIdOfItsWriteAsFarAsThereIsRoom() {
    assertThat(new String(Values.of(17, 12), StandardCharsets.ISO_8859_1)).startsWith("value 17 ");
    assertThat(Values.of(17, 0)).isEmpty();
    assertThat(Values.of(17, 3)).hasSize(3);
  }
}
