package io.atoll.repair;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.peer.PeerCodec;
import io.atoll.repair.sketch.Fingerprint;
import io.atoll.repair.sketch.SketchFormat;
import io.atoll.repair.sketch.SketchKey;
import java.util.ArrayList;
import java.util.List;

/** The bytes of a {@link SketchQuestion}, as FORMAT.md has them. */
final class QuestionCodec implements PeerCodec<SketchQuestion> {
  private static final int WHOLE = 1;
  private static final int ESTIMATE = 2;
  private static final int PRINTS = 3;
  private static final int WHICH_ARCS = 4;
  private static final int ARC_TOTALS = 5;
  private static final int ARC_CELLS = 6;
  private static final int LEVELS = 7;

  private final SketchKey key;

  QuestionCodec(SketchKey key) {
    this.key = key;
  }

  @Override
  public void write(ByteWriter out, SketchQuestion question, int version) {
    out.writeByte(kind(question));
    writeBasis(out, question.basis());
    switch (question) {
      case SketchQuestion.Whole whole -> out.writeBytes(whole.own().encode());
      case SketchQuestion.Estimate estimate -> out.writeBytes(SketchFormat.encode(estimate.own()));
      case SketchQuestion.Levels levels -> {}
      case SketchQuestion.Prints prints -> writeSpans(out, prints.capacity(), prints.spans());
      case SketchQuestion.WhichArcs which -> writeSpans(out, which.capacity(), which.spans());
      case SketchQuestion.ArcTotals totals -> writeSpan(out, 0, totals.span());
      case SketchQuestion.ArcCells cells -> {
        out.writeVarint(cells.sections().size());
        for (SketchQuestion.Section section : cells.sections()) {
          out.writeVarint(section.index()).writeVarint(section.from());
          out.writeVarint(section.to() - section.from());
        }
      }
    }
  }

  private static int kind(SketchQuestion question) {
    return switch (question) {
      case SketchQuestion.Whole whole -> WHOLE;
      case SketchQuestion.Estimate estimate -> ESTIMATE;
      case SketchQuestion.Levels levels -> LEVELS;
      case SketchQuestion.Prints prints -> PRINTS;
      case SketchQuestion.WhichArcs which -> WHICH_ARCS;
      case SketchQuestion.ArcTotals totals -> ARC_TOTALS;
      case SketchQuestion.ArcCells cells -> ARC_CELLS;
    };
  }

  private static void writeBasis(ByteWriter out, Basis basis) {
    out.writeVarint(basis.epoch()).writeVarint(basis.asker()).writeVarint(basis.answerer());
    out.writeVarint(basis.keyspaceId() + 1L).writeVarint(basis.momentMs());
    basis.excluded().write(out);
    out.writeLong(basis.digest());
  }

  private static void writeSpans(ByteWriter out, int capacity, List<ArcSpan> spans) {
    out.writeByte(capacity).writeVarint(spans.size());
    int end = 0;
    for (ArcSpan span : spans) {
      writeSpan(out, end, span);
      end = span.to();
    }
  }

  private static void writeSpan(ByteWriter out, int end, ArcSpan span) {
    out.writeVarint(span.from() - end).writeVarint(span.size());
  }

  @Override
  public SketchQuestion read(ByteReader in, int version) {
    int position = in.position();
    int kind = in.readByte("kind of question");
    Basis basis = readBasis(in);
    return switch (kind) {
      case WHOLE ->
          new SketchQuestion.Whole(basis, Fingerprint.decode(in.readBytes("fingerprint")));
      case ESTIMATE ->
          new SketchQuestion.Estimate(basis, SketchFormat.decode(key, in.readBytes("sketch")));
      case LEVELS -> new SketchQuestion.Levels(basis);
      case PRINTS -> {
        int capacity = readCapacity(in);
        yield new SketchQuestion.Prints(basis, readSpans(in), capacity);
      }
      case WHICH_ARCS -> {
        int capacity = readCapacity(in);
        yield new SketchQuestion.WhichArcs(basis, readSpans(in), capacity);
      }
      case ARC_TOTALS -> new SketchQuestion.ArcTotals(basis, readSpan(in, 0));
      case ARC_CELLS -> new SketchQuestion.ArcCells(basis, readSections(in));
      default -> throw in.malformedAt(position, "kind of question is " + kind);
    };
  }

  private static Basis readBasis(ByteReader in) {
    return new Basis(
        in.readVarint(),
        in.readVarint(Integer.MAX_VALUE),
        in.readVarint(Integer.MAX_VALUE),
        (int) (in.readVarint(0, 1L << 31, "keyspace") - 1),
        in.readVarint(),
        ArcSet.read(in, CommonArcs.MAX_SIZE),
        in.readLong("digest"));
  }

  private static int readCapacity(ByteReader in) {
    return (int) in.readVarint(1, ArcSketches.CAPACITY, "capacity");
  }

  private static List<ArcSpan> readSpans(ByteReader in) {
    int count = (int) in.readVarint(1, SketchQuestion.MAX_SPANS, "spans");
    List<ArcSpan> spans = new ArrayList<>(count);
    int end = 0;
    for (int i = 0; i < count; i++) {
      ArcSpan span = readSpan(in, end);
      spans.add(span);
      end = span.to();
    }
    return spans;
  }

  private static ArcSpan readSpan(ByteReader in, int end) {
    int from = end + (int) in.readVarint(0, CommonArcs.MAX_SIZE - (long) end, "begin of a span");
    return new ArcSpan(
        from, from + (int) in.readVarint(1, CommonArcs.MAX_SIZE - (long) from, "length of a span"));
  }

  private static List<SketchQuestion.Section> readSections(ByteReader in) {
    int count = (int) in.readVarint(1, SketchQuestion.MAX_SECTIONS, "sections");
    List<SketchQuestion.Section> sections = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int index = in.readVarint(CommonArcs.MAX_SIZE);
      int from = (int) in.readVarint(0, SketchQuestion.MAX_CELLS - 1L, "first cell");
      long room = SketchQuestion.MAX_CELLS - (long) from;
      sections.add(
          new SketchQuestion.Section(index, from, from + (int) in.readVarint(1, room, "cells")));
    }
    return sections;
  }
}
