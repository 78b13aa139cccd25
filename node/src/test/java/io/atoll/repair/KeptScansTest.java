package io.atoll.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.repair.sketch.Cells;
import io.atoll.repair.sketch.SketchKey;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeptScansTest {
  private static final SketchKey KEY = new SketchKey(new byte[SketchKey.SECRET_BYTES]);

  private final KeptScans scans = new KeptScans(100);
  private int made;

  private static KeptScans.Name name(int asker, int arc) {
    return new KeptScans.Name(asker, 0, new ArcId(1, arc));
  }

  private Future<ArcScan> get(int asker, int arc, long keys, long nowMs) {
    return scans.get(
        name(asker, arc),
        keys,
        nowMs,
        () -> {
          made++;
          return Future.succeededFuture(new ArcScan(KEY, 1, 10));
        });
  }

  @Test
  void aScanIsMadeOnceForAllCells() {
    Future<ArcScan> first = get(1, 5, 60, 0);
    assertThat(get(1, 5, 60, 1)).isSameAs(first);
    assertThat(made).isEqualTo(1);
  }

  @Test
  void whatHasNoRoomIsNotScanned() {
    assertThat(get(1, 5, 60, 0)).isNotNull();
    assertThat(get(2, 5, 60, 0)).isNull();
    assertThat(get(2, 5, 40, 0)).isNotNull();
    assertThat(new KeptScans(Long.MAX_VALUE).get(name(1, 1), 1L << 40, 0, () -> null)).isNull();
  }

  @Test
  void anAskerWhoIsDoneMakesRoom() {
    get(1, 5, 60, 0);
    get(2, 5, 30, 0);
    scans.retain(1, Set.of(name(1, 6)), 0);
    assertThat(scans.size()).isEqualTo(1);
    assertThat(get(1, 6, 70, 0)).isNotNull();
  }

  @Test
  void whatNobodyAsksForAnyMoreIsForgotten() {
    get(1, 5, 60, 0);
    get(1, 6, 40, 50_000);
    scans.retain(2, Set.of(), 60_001);
    assertThat(scans.size()).isEqualTo(1);
    assertThat(get(2, 5, 60, 60_001)).isNotNull();
  }

  @Test
  void cellsAreMadeInTurnsOfTheLoop() {
    ArcScan scan = new ArcScan(KEY, 1, 10_000);
    Cells expected = new Cells(KEY, 3, 20);
    for (int i = 0; i < 9_000; i++) {
      byte[] name = {(byte) i, (byte) (i >> 8)};
      assertThat(scan.visit(i, name, name)).isTrue();
      expected.change(i, SketchKey.NO_WEIGHT, KEY.weight(name, name, 0, 2));
    }
    ArrayDeque<Runnable> turns = new ArrayDeque<>();
    Future<Cells> cells = scan.cells(3, 20, turns::add);
    int more = 0;
    while (!turns.isEmpty()) {
      assertThat(cells.isComplete()).isFalse();
      turns.poll().run();
      more++;
    }
    assertThat(more).isEqualTo(2);
    assertThat(cells.result()).isEqualTo(expected);
    assertThat(scan.keys()).isEqualTo(9_000);
  }

  @Test
  void aScanOfTooManyKeysIsNotWhole() {
    ArcScan scan = new ArcScan(KEY, 1, 2);
    byte[] name = new byte[1];
    assertThat(scan.visit(1, name, name)).isTrue();
    assertThat(scan.visit(2, name, name)).isTrue();
    assertThat(scan.isWhole()).isTrue();
    assertThat(scan.visit(3, name, name)).isFalse();
    assertThat(scan.isWhole()).isFalse();
  }
}
