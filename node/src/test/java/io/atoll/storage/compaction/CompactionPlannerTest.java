package io.atoll.storage.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ring.TokenRange;
import io.atoll.storage.log.LogPosition;
import io.atoll.storage.manifest.Account;
import io.atoll.storage.manifest.ShardState;
import io.atoll.storage.manifest.TableMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

class CompactionPlannerTest {
  private static final CompactionSettings SETTINGS =
      CompactionSettings.DEFAULT
          .with(new CompactionSettings.Sizes(100, 300, 3000, 1 << 20))
          .withArcs(64);

  /** Applying a plan to a state fails when sequence numbers would interleave. */
  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void jobsOnAnyTreeEndAndNeverInterleaveAges(@ForAll Random random) {
    CompactionPlanner planner = new CompactionPlanner(SETTINGS);
    ShardState state = anyTables(random);
    long debt = planner.debtBytes(state.tables());
    long read = 0;
    for (int jobs = 0; ; jobs++) {
      Optional<CompactionPlan> plan = planner.next(state.tables(), List.of());
      if (plan.isEmpty()) {
        break;
      }
      assertThat(jobs).isLessThan(1000);
      read += plan.get().inputBytes();
      state = carriedOut(state, plan.get());
    }
    assertThat(read).isEqualTo(debt);
    assertThat(planner.debtBytes(state.tables())).isZero();
    assertThat(CompactionPlanner.readDepth(state.tables())).isLessThanOrEqualTo(80);
  }

  /** In the walk of the debt the tables stood in another order, and the next job was another. */
  @Test
  void theDebtIsWhatIsReadWhateverTheOrderOfTheTables() {
    jobsOnAnyTreeEndAndNeverInterleaveAges(new Random(2668));
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void jobsAtTheSameTimeNeverInterleaveAges(@ForAll Random random) {
    CompactionPlanner planner = new CompactionPlanner(SETTINGS);
    ShardState state = anyTables(random);
    List<CompactionPlan> running = new ArrayList<>();
    for (int steps = 0; ; steps++) {
      assertThat(steps).isLessThan(3000);
      Optional<CompactionPlan> plan = planner.next(state.tables(), running);
      if (plan.isPresent()) {
        for (CompactionPlan other : running) {
          assertThat(other.numbers()).doesNotContainAnyElementsOf(plan.get().numbers());
        }
        running.add(plan.get());
      }
      if (running.isEmpty()) {
        break;
      }
      if (plan.isEmpty() || random.nextBoolean()) {
        state = carriedOut(state, running.remove(random.nextInt(running.size())));
      }
      if (random.nextInt(4) == 0 && steps < 60) {
        state = flushed(state, 0, -1, 1 + random.nextInt(200));
      }
    }
    assertThat(planner.next(state.tables(), List.of())).isEmpty();
  }

  @Test
  void aPlanNamesWhatLiesBeneathIt() {
    ShardState state = flushed(ShardState.EMPTY, 0, -1, 100_000);
    assertThat(
            new CompactionPlanner(SETTINGS.with(new CompactionSettings.Sizes(100, 300, 1 << 20, 1)))
                .next(state.tables(), List.of()))
        .isEmpty();
    for (int i = 0; i < 4; i++) {
      state = flushed(state, 0, -1, 100);
    }
    CompactionPlan plan =
        new CompactionPlanner(SETTINGS.with(new CompactionSettings.Sizes(100, 300, 1 << 20, 1)))
            .next(state.tables(), List.of())
            .orElseThrow();
    assertThat(plan.numbers()).containsExactlyInAnyOrder(2L, 3L, 4L, 5L);
    assertThat(plan.isOldest()).isFalse();
    assertThat(plan.beneath()).extracting(TableMeta::number).containsExactly(1L);
  }

  @Test
  void overwritesOfFiftyMemtablesCostFewRewritesAndLittleSpace() {
    ShapeSimulation simulation = new ShapeSimulation(CompactionSettings.DEFAULT);
    ShapeSimulation.Cost growth = simulation.grow(50);
    ShapeSimulation.Cost cost = simulation.overwrite(100);
    assertThat(growth.write()).isLessThan(4.5);
    assertThat(cost.write()).isBetween(2.0, 4.5);
    assertThat(cost.space()).isLessThan(1.9);
    assertThat(cost.maxDepth()).isLessThanOrEqualTo(9);
    assertThat(cost.largestJobBytes()).isLessThanOrEqualTo(1L << 30);
  }

  @Test
  void aJobStaysBoundedHoweverMuchThereIs() {
    ShapeSimulation simulation =
        new ShapeSimulation(
            SETTINGS.with(new CompactionSettings.Sizes(100, 300, 2000, 1)).withArcs(4096));
    simulation.grow(200);
    ShapeSimulation.Cost cost = simulation.overwrite(100);
    assertThat(cost.largestJobBytes()).isLessThanOrEqualTo(2100);
    assertThat(cost.maxDepth()).isLessThanOrEqualTo(16);
  }

  private static ShardState anyTables(Random random) {
    ShardState state = ShardState.EMPTY;
    for (int i = random.nextInt(40); i > 0; i--) {
      long bytes = 1 + (long) Math.pow(10, random.nextDouble() * 4);
      long from = random.nextInt(4) > 0 ? 0 : random.nextLong();
      long last = random.nextInt(4) > 0 ? -1 : random.nextLong();
      boolean ascending = Long.compareUnsigned(from, last) <= 0;
      state = flushed(state, ascending ? from : last, ascending ? last : from, bytes);
    }
    return state;
  }

  private static ShardState flushed(ShardState state, long from, long last, long bytes) {
    long sequence = state.nextSequence();
    TableMeta table =
        new TableMeta(
            state.nextTableNumber(),
            1,
            sequence,
            sequence,
            TokenRange.closed(from, last),
            bytes,
            0,
            bytes,
            bytes);
    return state.flushed(
        List.of(table),
        List.of(),
        new LogPosition(1, sequence),
        sequence + 1,
        Account.Statement.NONE);
  }

  private static ShardState carriedOut(ShardState state, CompactionPlan plan) {
    List<TableMeta> outputs = Outline.of(plan, SETTINGS, state.nextTableNumber() - 1);
    return state.compacted(plan.numbers(), outputs, List.of());
  }
}
