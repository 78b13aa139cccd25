package io.atoll.chaos.nemesis;

import io.atoll.ring.Member;
import io.atoll.sim.NetworkFaults;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What goes wrong in a run, and when: data, chosen by seed.
 *
 * @param strikes in the order of their times
 */
public record FaultPlan(List<Strike> strikes) {
  private static final long YEAR_MS = 365L * 86_400_000;

  /**
   * One fault.
   *
   * @param atMs when it begins, in virtual time of the run
   * @param forMs how long it lasts
   */
  public record Strike(long atMs, long forMs, Fault fault) {}

  /** Who stands in the network, a node or a client, and in which DC. */
  public record Place(String name, String dc) {}

  /**
   * A plan for a cluster.
   *
   * @param fromMs when the first fault may begin
   * @param toMs when the last must have ended
   */
  public static FaultPlan choose(
      RandomGenerator random, List<Member> members, long fromMs, long toMs) {
    return choose(random, members, List.of(), fromMs, toMs);
  }

  /**
   * A plan for a cluster and clients, who are cut off as nodes are.
   *
   * @param fromMs when the first fault may begin
   * @param toMs when the last must have ended
   */
  public static FaultPlan choose(
      RandomGenerator random, List<Member> members, List<Place> clients, long fromMs, long toMs) {
    List<Place> places = new ArrayList<>();
    members.forEach(member -> places.add(new Place(member.nodeId(), member.dc())));
    places.addAll(clients);
    List<Strike> strikes = new ArrayList<>();
    int count = 1 + random.nextInt(8);
    for (int i = 0; i < count; i++) {
      long at = fromMs + random.nextLong(toMs - fromMs - 500);
      long longest = Math.min(toMs - at, 8_000);
      long lasts = 200 + random.nextLong(longest - 200 + 1);
      strikes.add(new Strike(at, lasts, fault(random, members, places)));
    }
    strikes.sort(Comparator.comparingLong(Strike::atMs));
    return new FaultPlan(List.copyOf(strikes));
  }

  private static Fault fault(RandomGenerator random, List<Member> members, List<Place> places) {
    return switch (random.nextInt(12)) {
      case 0, 1 -> new Fault.Crash(any(random, members), random.nextBoolean());
      case 2 -> new Fault.CrashInDiskOperation(any(random, members), 1 + random.nextInt(60));
      case 3 -> new Fault.Pause(any(random, members));
      case 4 -> partition(random, places);
      case 5 -> dcCutOff(random, anyDc(random, members), places);
      case 6 -> new Fault.DcDown(inDc(members, anyDc(random, members)), random.nextBoolean());
      case 7 -> new Fault.DiskFull(any(random, members));
      case 8 -> {
        Fault.Partition cut = partition(random, places);
        yield new Fault.NoDatagrams(cut.from(), cut.to(), cut.oneWay());
      }
      case 9 -> {
        Fault.Partition cut = partition(random, places);
        yield new Fault.NoStreams(cut.from(), cut.to(), cut.oneWay());
      }
      case 10 -> new Fault.ClockOff(any(random, members), clockError(random));
      default ->
          new Fault.BadNetwork(
              new NetworkFaults(
                  random.nextDouble() * 0.4,
                  random.nextDouble() * 0.3,
                  random.nextDouble() * 0.5,
                  20 + random.nextInt(500)));
    };
  }

  /** A year, or what is nearly allowed, in either direction. */
  private static long clockError(RandomGenerator random) {
    long byMs = random.nextBoolean() ? YEAR_MS : random.nextLong(20_000);
    return random.nextBoolean() ? byMs : -byMs;
  }

  private static Fault.Partition partition(RandomGenerator random, List<Place> places) {
    List<String> one = new ArrayList<>();
    List<String> other = new ArrayList<>();
    for (Place place : places) {
      (random.nextInt(3) == 0 ? one : other).add(place.name());
    }
    return new Fault.Partition(one, other, random.nextBoolean());
  }

  private static Fault dcCutOff(RandomGenerator random, String dc, List<Place> places) {
    List<String> inside = new ArrayList<>();
    List<String> outside = new ArrayList<>();
    for (Place place : places) {
      (place.dc().equals(dc) ? inside : outside).add(place.name());
    }
    return new Fault.Partition(inside, outside, random.nextInt(3) == 0);
  }

  private static String any(RandomGenerator random, List<Member> members) {
    return members.get(random.nextInt(members.size())).nodeId();
  }

  private static String anyDc(RandomGenerator random, List<Member> members) {
    return members.get(random.nextInt(members.size())).dc();
  }

  private static List<String> inDc(List<Member> members, String dc) {
    return members.stream().filter(m -> m.dc().equals(dc)).map(Member::nodeId).toList();
  }
}
