package io.atoll.cli.data;

import io.atoll.hints.HintSpace;
import io.atoll.ring.TokenRange;
import io.atoll.storage.engine.DirectoryFacts;
import io.atoll.storage.manifest.ShardState;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Things of the engine in words. */
final class Facts {
  private Facts() {}

  static String words(DirectoryFacts facts) {
    return "%s, %d shards, generation %d, %s"
        .formatted(
            facts.owner(),
            facts.shards(),
            facts.generation(),
            facts.cleanEnd() == null
                ? "in use or not stopped cleanly"
                : "stopped cleanly at " + facts.cleanEnd());
  }

  static String words(ShardState state) {
    return "%,d tables, %d dropped ranges, %d missing ranges, in tables up to %s"
        .formatted(
            state.tables().size(),
            state.rangeTombstones().size(),
            state.missingRanges().size(),
            state.flushedTo());
  }

  /** A range of tokens, both ends in it. */
  static String tokens(int keyspaceId, TokenRange tokens) {
    return "%s, tokens %016x to %016x".formatted(space(keyspaceId), tokens.from(), tokens.last());
  }

  /** Of which keyspace something is; hints have numbers below those of keyspaces. */
  static String space(int keyspaceId) {
    return HintSpace.isOne(keyspaceId)
        ? "hints for member " + HintSpace.member(keyspaceId)
        : "keyspace " + keyspaceId;
  }

  /** Bytes as text in quotes when they are printable, otherwise in hexadecimal. */
  static String bytes(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.codePoints().noneMatch(c -> Character.isISOControl(c) || c == '"')) {
        return '"' + text + '"';
      }
    } catch (CharacterCodingException e) {
      // Not text.
    }
    return "0x" + HexFormat.of().formatHex(bytes);
  }
}
