package io.atoll.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.arbitraries.ListArbitrary;

/** Messages of every kind, with anything in them that they may carry. */
final class Messages {
  private Messages() {}

  static Arbitrary<Long> numbers() {
    return Arbitraries.longs().between(1, Protocol.MAX_NUMBER);
  }

  static Arbitrary<byte[]> bytes() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(40);
  }

  static Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withCharRange('\0', '\u007f')
        .withCharRange('\u0080', '\ud7ff')
        .ofMaxLength(20);
  }

  static Arbitrary<Request.Terms> terms() {
    return Combinators.combine(naturals(), levels(), Arbitraries.of(true, false), naturals())
        .as(Request.Terms::new);
  }

  private static Arbitrary<Integer> naturals() {
    return Arbitraries.integers().between(0, Integer.MAX_VALUE);
  }

  static Arbitrary<Integer> levels() {
    return Arbitraries.integers()
        .between(0, LevelCode.COUNT + LevelCode.MAX_COUNT)
        .filter(LevelCode::isValid);
  }

  private static ListArbitrary<byte[]> contexts() {
    return bytes().list().ofMaxSize(3);
  }

  private static Arbitrary<Request.Reading> readings() {
    return Combinators.combine(bytes(), contexts()).as(Request.Reading::new);
  }

  private static Arbitrary<Request.Writing> writings() {
    return Combinators.combine(bytes(), contexts(), Arbitraries.of(true, false), texts(), bytes())
        .as(
            (key, contexts, delete, type, value) ->
                delete
                    ? new Request.Writing(key, contexts, true, "", new byte[0])
                    : new Request.Writing(key, contexts, false, type, value));
  }

  static Arbitrary<Request> requests() {
    return Arbitraries.oneOf(
        Combinators.combine(terms(), readings()).as(Request.Get::new),
        Combinators.combine(terms(), writings()).as(Request.Write::new),
        Combinators.combine(terms(), readings().list().ofMinSize(1).ofMaxSize(4))
            .as(Request.GetMany::new),
        Combinators.combine(terms(), writings().list().ofMinSize(1).ofMaxSize(4))
            .as(Request.WriteMany::new),
        Arbitraries.of(new Request.GetView(), new Request.Ping()));
  }

  private static Arbitrary<Outcome> outcomes() {
    Arbitrary<Integer> counts = Arbitraries.integers().between(0, 64);
    return Combinators.combine(counts, counts, counts, counts, Arbitraries.of(true, false))
        .as(Outcome::new);
  }

  static Arbitrary<Response> responses() {
    Arbitrary<Long> epochs = Arbitraries.longs().greaterOrEqual(0);
    Arbitrary<Response.Value> values =
        Combinators.combine(texts(), bytes()).as(Response.Value::new);
    return Arbitraries.oneOf(
        welcomes(),
        Combinators.combine(
                epochs,
                outcomes(),
                bytes(),
                Arbitraries.of(true, false),
                values.list().ofMaxSize(3))
            .as(Response.Values::new),
        values.list().ofMaxSize(3).map(Response.SomeValues::new),
        Combinators.combine(epochs, outcomes(), bytes()).as(Response.Written::new),
        Combinators.combine(epochs, outcomes(), Arbitraries.of(FailureCode.values()), texts())
            .as(Response.Failed::new),
        bytes().map(Response.View::new),
        Arbitraries.just(new Response.Pong()),
        Combinators.combine(Arbitraries.of(Response.Reason.values()), texts())
            .as(Response.GoAway::new));
  }

  private static Arbitrary<Response> welcomes() {
    Arbitrary<Integer> positive = Arbitraries.integers().between(1, Integer.MAX_VALUE);
    return Combinators.combine(
            texts(),
            texts(),
            texts(),
            Arbitraries.longs(),
            positive,
            positive,
            positive,
            naturals())
        .as(
            (cluster, node, dc, epoch, loops, shards, inFlight, max) ->
                new Response.Welcome(
                    cluster, node, dc, epoch, loops / 2, loops, shards, inFlight, max, max / 2));
  }

  /** Whether a response is said outside of any request. */
  static boolean isUnasked(Response response) {
    return response instanceof Response.Welcome || response instanceof Response.GoAway;
  }

  static Arbitrary<ClusterView> views() {
    return Combinators.combine(
            texts(),
            Arbitraries.longs(),
            Arbitraries.integers().between(0, 4),
            Arbitraries.integers().between(1, 5),
            texts().list().ofMaxSize(3),
            Arbitraries.randomValue(random -> random.nextInt()))
        .as(Messages::view);
  }

  private static ClusterView view(
      String cluster, long epoch, int bits, int members, List<String> names, int salt) {
    List<ClusterView.Node> nodes = new ArrayList<>();
    for (int i = 0; i < members; i++) {
      nodes.add(
          new ClusterView.Node(i * 3, "n" + i, "dc", "rack" + i, "host" + i, 7403 + i, 0xFFFF - i));
    }
    int depth = 1 + Math.floorMod(salt, members);
    int[] cells = new int[depth << bits];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = Math.floorMod(salt * 31 + i * 7, members);
    }
    Map<String, ClusterView.KeyspaceView> keyspaces = new TreeMap<>();
    for (String name : names) {
      keyspaces.put(
          name,
          new ClusterView.KeyspaceView(
              Math.floorMod(name.hashCode(), 1000),
              name,
              salt % 2 == 0,
              LevelCode.QUORUM,
              LevelCode.COUNT + 2,
              new TreeMap<>(Map.of("dc", depth))));
    }
    return new ClusterView(
        cluster,
        epoch,
        1 << bits,
        nodes,
        keyspaces,
        new TreeMap<>(Map.of("dc", new ClusterView.DcClaim(depth, cells))));
  }
}
