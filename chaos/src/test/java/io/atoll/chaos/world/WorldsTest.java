package io.atoll.chaos.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ring.Member;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WorldsTest {
  private static final int SEEDS = 400;

  private static List<World> worlds() {
    return LongStream.range(0, SEEDS)
        .mapToObj(seed -> Worlds.any(new SplittableRandom(seed)))
        .toList();
  }

  private static Map<String, List<Member>> byDc(World world) {
    return world.shape().members().stream().collect(Collectors.groupingBy(Member::dc));
  }

  private static boolean sharesRacks(List<Member> dc) {
    return dc.stream().map(Member::rack).distinct().count() < dc.size();
  }

  @Test
  void aWorldIsAFunctionOfItsSeed() {
    assertThat(worlds()).isEqualTo(worlds());
  }

  @Test
  void halfOfThemHaveStorageOfKilobytesAndHalfHaveReadsThatWait() {
    assertThat(worlds())
        .filteredOn(world -> world.storage().shards().memtableBytes() <= 256 << 10)
        .hasSizeBetween(SEEDS * 4 / 10, SEEDS * 6 / 10)
        .allMatch(world -> world.storage().log().segmentBytes() <= 32 << 10);
    assertThat(worlds())
        .filteredOn(world -> world.waitingReads() > 0)
        .hasSizeBetween(SEEDS * 4 / 10, SEEDS * 6 / 10);
  }

  @Test
  void eachRepairIsInAboutHalfOfThemAndAloneInSome() {
    int many = SEEDS / 16;
    for (Repair each : Repair.values()) {
      assertThat(worlds())
          .filteredOn(world -> world.repairs().has(each))
          .hasSizeBetween(SEEDS * 4 / 10, SEEDS * 7 / 10);
      assertThat(worlds())
          .filteredOn(world -> world.repairs().has(each) && isAlone(world.repairs(), each))
          .hasSizeGreaterThan(many);
    }
  }

  private static boolean isAlone(Repairs repairs, Repair one) {
    return repairs.without(List.of(one)).equals(new Repairs(false, false, false));
  }

  @Test
  void whereReplicasAreOnlyComparedDisksAreHarmedByWhateverHarmsThem() {
    assertThat(worlds())
        .filteredOn(world -> isAlone(world.repairs(), Repair.ANTI_ENTROPY))
        .isNotEmpty()
        .allMatch(world -> world.strife().harm() && world.strife().only().isEmpty());
  }

  @Test
  void manyHaveMoreNodesThanReplicasSharedRacksWeightsOrUnequalDcs() {
    int many = SEEDS / 10;
    assertThat(worlds())
        .filteredOn(world -> byDc(world).values().stream().anyMatch(dc -> dc.size() > 3))
        .hasSizeGreaterThan(many);
    assertThat(worlds())
        .filteredOn(world -> byDc(world).values().stream().anyMatch(WorldsTest::sharesRacks))
        .hasSizeGreaterThan(many);
    assertThat(worlds())
        .filteredOn(world -> world.shape().members().stream().anyMatch(m -> m.weight() > 1))
        .hasSizeGreaterThan(many);
    assertThat(worlds())
        .filteredOn(world -> byDc(world).values().stream().map(List::size).distinct().count() > 1)
        .hasSizeGreaterThan(SEEDS / 20);
    assertThat(worlds()).filteredOn(world -> byDc(world).size() == 1).isNotEmpty();
  }
}
