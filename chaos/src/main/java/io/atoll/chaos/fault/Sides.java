package io.atoll.chaos.fault;

import io.atoll.sim.Undo;
import io.atoll.sim.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/**
 * Two groups of places between which something is wrong.
 *
 * @param oneWay only from the first to the second
 */
public record Sides(List<String> from, List<String> to, boolean oneWay) {
  public Sides {
    from = List.copyOf(from);
    to = List.copyOf(to);
  }

  /** Every way that leads from one to the other. */
  public List<Way> ways() {
    List<Way> ways = new ArrayList<>();
    for (String one : from) {
      for (String other : to) {
        Way way = new Way(one, other);
        ways.add(way);
        if (!oneWay) {
          ways.add(way.back());
        }
      }
    }
    return ways;
  }

  /** Does something to every way. */
  Undo each(BiFunction<String, String, Undo> what) {
    return Undo.all(ways().stream().map(way -> what.apply(way.from(), way.to())).toList());
  }

  /** Everybody on either side, a third of them on the first, by chance. */
  static Sides anyhow(RandomGenerator random, Targets targets) {
    List<String> one = new ArrayList<>();
    List<String> other = new ArrayList<>();
    for (Place place : targets.places()) {
      (random.nextInt(3) == 0 ? one : other).add(place.name());
    }
    return new Sides(one, other, random.nextBoolean());
  }

  /** A whole DC, with its clients, and the rest. */
  static Sides aroundDc(RandomGenerator random, Targets targets) {
    String dc = targets.anyDc(random);
    List<String> inside = new ArrayList<>();
    List<String> outside = new ArrayList<>();
    for (Place place : targets.places()) {
      (place.dc().equals(dc) ? inside : outside).add(place.name());
    }
    return new Sides(inside, outside, random.nextInt(3) == 0);
  }
}
