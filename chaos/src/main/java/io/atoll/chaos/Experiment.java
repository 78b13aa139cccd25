package io.atoll.chaos;

import io.atoll.chaos.workload.Workload;
import io.atoll.chaos.world.Stage;
import io.atoll.chaos.world.World;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What is tried in runs: where, and by whom. {@link Run} carries it out, once for each seed.
 *
 * @param name as users of {@code atoll sim} know it
 * @param world chooses the world of a run
 * @param workloads make those who take part in it, in this order
 */
public record Experiment(
    String name,
    Function<RandomGenerator, World> world,
    List<Function<Stage, Workload>> workloads) {
  public Experiment {
    workloads = List.copyOf(workloads);
  }

  /** In worlds that differ from those that it would choose. */
  public Experiment in(Function<World, World> change) {
    return new Experiment(name, world.andThen(change), workloads);
  }
}
