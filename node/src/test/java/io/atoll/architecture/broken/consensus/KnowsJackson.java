package io.atoll.architecture.broken.consensus;

import com.fasterxml.jackson.databind.JsonNode;

/** Breaks a rule on purpose. */
record KnowsJackson(JsonNode other) {}
