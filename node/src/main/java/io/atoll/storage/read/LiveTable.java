package io.atoll.storage.read;

import io.atoll.env.Invariant;
import io.atoll.ring.TokenRange;
import io.atoll.storage.RangeEstimate;
import io.atoll.storage.cache.Residence;
import io.atoll.storage.manifest.TableMeta;
import io.atoll.storage.table.Table;
import java.util.function.Consumer;

/**
 * A table that a shard reads: open, with its place in the block cache. Belongs to the shard's loop.
 *
 * <p>A reader that uses it across several tasks of the loop, or elsewhere, pins it. When the shard
 * has retired it and the last pin is gone, nobody can come across it any more.
 */
public final class LiveTable {
  public final TableMeta meta;
  public final Table table;
  public final Residence residence;
  private int pins;
  private Consumer<LiveTable> retirement;

  public LiveTable(TableMeta meta, Table table) {
    this.meta = meta;
    this.table = table;
    this.residence = new Residence(table.blockCount());
  }

  /** How much of it lies in a range. */
  public RangeEstimate estimate(TokenRange tokens) {
    long entries = table.estimateEntries(tokens);
    long content =
        meta.entries() == 0
            ? 0
            : Math.round((double) meta.contentBytes() * entries / meta.entries());
    return new RangeEstimate(entries, content, table.estimateBytes(tokens));
  }

  public void pin() {
    Invariant.check(retirement == null || pins > 0, "a table that is gone is not read");
    pins++;
  }

  public void unpin() {
    Invariant.check(pins > 0, "a table is pinned before it is unpinned");
    pins--;
    endIfUnused();
  }

  /**
   * The shard does not list it any more.
   *
   * @param retirement told once nobody reads it
   */
  public void retire(Consumer<LiveTable> retirement) {
    Invariant.check(this.retirement == null, "a table is retired once");
    this.retirement = retirement;
    endIfUnused();
  }

  private void endIfUnused() {
    if (pins == 0 && retirement != null) {
      retirement.accept(this);
    }
  }
}
