package io.atoll.chaos.fault;

import io.atoll.sim.Undo;
import io.atoll.sim.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
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
  Undo each(Function<Way, Undo> what) {
    return Undo.all(ways().stream().map(what).toList());
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

  /** Two nodes, or a client and a node. */
  static Sides pair(RandomGenerator random, Targets targets) {
    List<Place> places = new ArrayList<>(targets.places());
    Place node = targets.nodes().get(random.nextInt(targets.nodes().size()));
    places.remove(node);
    List<String> other =
        places.isEmpty() ? List.of() : List.of(places.get(random.nextInt(places.size())).name());
    return random.nextBoolean()
        ? new Sides(List.of(node.name()), other, random.nextInt(3) == 0)
        : new Sides(other, List.of(node.name()), random.nextInt(3) == 0);
  }

  /** One thing or the other: a single link, or all that joins a DC with the rest. */
  static Sides pairOrDc(RandomGenerator random, Targets targets) {
    return random.nextInt(3) == 0 ? aroundDc(random, targets) : pair(random, targets);
  }

  /**
   * Some node and those replicas of some key that it must not reach, so that with itself, where it
   * is one, exactly a majority is left to it, or one fewer.
   */
  static Sides leavingMajority(RandomGenerator random, Targets targets) {
    List<String> replicas = new ArrayList<>(targets.anyPlan(random));
    String coordinator = targets.anyNode(random);
    int left = replicas.size() / 2 + random.nextInt(2);
    if (replicas.remove(coordinator)) {
      left = Math.max(0, left - 1);
    }
    while (left-- > 0 && !replicas.isEmpty()) {
      replicas.remove(random.nextInt(replicas.size()));
    }
    return new Sides(List.of(coordinator), replicas, random.nextInt(3) == 0);
  }

  /** One replica of some key and the others of the same DC. */
  static Sides aroundRelay(RandomGenerator random, Targets targets) {
    List<String> replicas = targets.anyPlan(random);
    String relay = replicas.get(random.nextInt(replicas.size()));
    List<String> beside = new ArrayList<>(targets.inDc(targets.dcOf(relay)));
    beside.retainAll(replicas);
    beside.remove(relay);
    return new Sides(List.of(relay), beside, random.nextBoolean());
  }

  /** One half of a DC and the other. */
  static Sides acrossDc(RandomGenerator random, Targets targets) {
    List<String> other = new ArrayList<>(targets.inDc(targets.anyDc(random)));
    List<String> half = new ArrayList<>();
    for (int i = other.size() / 2; i > 0; i--) {
      half.add(other.remove(random.nextInt(other.size())));
    }
    return new Sides(half, other, random.nextInt(3) == 0);
  }
}
