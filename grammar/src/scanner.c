/* Tokens that depend on what follows them: text inside strings, paths and URIs (Nix 2.34, lexer.l). */
#include "tree_sitter/parser.h"

enum TokenType { STRING_FRAGMENT, INDENTED_STRING_FRAGMENT, PATH_START, PATH_FRAGMENT, URI };

static void advance(TSLexer *lexer) { lexer->advance(lexer, false); }

static bool at_end(TSLexer *lexer) { return lexer->eof(lexer); }

/* Text of "…" up to the closing quote or an interpolation. A string without an end has no fragment. */
static bool scan_string_fragment(TSLexer *lexer) {
  lexer->result_symbol = STRING_FRAGMENT;
  for (bool found = false;; found = true) {
    lexer->mark_end(lexer);
    if (at_end(lexer)) return false;
    switch (lexer->lookahead) {
    case '"':
      return found;
    case '\\':
      advance(lexer);
      if (at_end(lexer)) return false;
      advance(lexer);
      break;
    case '$':
      advance(lexer);
      if (lexer->lookahead == '{') return found;
      if (lexer->lookahead != '"' && lexer->lookahead != '\\') advance(lexer);
      break;
    default:
      advance(lexer);
    }
  }
}

/* Text of ''…'' up to the closing quotes or an interpolation; ''$, ''' and ''\ are part of it. */
static bool scan_indented_string_fragment(TSLexer *lexer) {
  lexer->result_symbol = INDENTED_STRING_FRAGMENT;
  for (bool found = false;; found = true) {
    lexer->mark_end(lexer);
    if (at_end(lexer)) return false;
    switch (lexer->lookahead) {
    case '$':
      advance(lexer);
      if (lexer->lookahead == '{') return found;
      if (lexer->lookahead != '\'') advance(lexer);
      break;
    case '\'':
      advance(lexer);
      if (lexer->lookahead != '\'') break;
      advance(lexer);
      if (lexer->lookahead == '$' || lexer->lookahead == '\'') {
        advance(lexer);
      } else if (lexer->lookahead == '\\') {
        advance(lexer);
        if (at_end(lexer)) return false;
        advance(lexer);
      } else {
        return found;
      }
      break;
    default:
      advance(lexer);
    }
  }
}

static bool is_name_char(int32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '+' ||
         c == '_' || c == '.';
}

static bool is_path_char(int32_t c) { return is_name_char(c) || c == '/'; }

static bool scan_path_fragment(TSLexer *lexer) {
  lexer->result_symbol = PATH_FRAGMENT;
  while (is_path_char(lexer->lookahead)) advance(lexer);
  lexer->mark_end(lexer);
  return true;
}

static bool is_letter(int32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static bool is_uri_char(int32_t c) {
  switch (c) {
  case '%': case '/': case '?': case ':': case '@': case '&': case '=': case '$': case ',': case '!': case '~': case '*':
  case '\'':
    return true;
  default:
    return is_name_char(c);
  }
}

static bool scan_uri(TSLexer *lexer) {
  advance(lexer);
  if (!is_uri_char(lexer->lookahead)) return false;
  while (is_uri_char(lexer->lookahead)) advance(lexer);
  lexer->mark_end(lexer);
  lexer->result_symbol = URI;
  return true;
}

/* A file's name is no longer than this; without a bound a long run of names and signs would be read once for each. */
#define LONGEST_NAME 255

/* A path begins with a/b, ~/b, a/${ or ~/${; a//b is an update of a. A URI has a colon and no blank. */
static bool scan_path_or_uri(TSLexer *lexer, const bool *valid) {
  while (lexer->lookahead == ' ' || lexer->lookahead == '\n' || lexer->lookahead == '\r' || lexer->lookahead == '\t') {
    lexer->advance(lexer, true);
  }
  bool scheme = is_letter(lexer->lookahead);
  if (lexer->lookahead == '~') {
    advance(lexer);
  } else {
    for (unsigned i = 0; i < LONGEST_NAME && is_name_char(lexer->lookahead); i++) {
      scheme = scheme && lexer->lookahead != '_';
      advance(lexer);
    }
  }
  if (lexer->lookahead == ':') return scheme && valid[URI] && scan_uri(lexer);
  if (lexer->lookahead != '/' || !valid[PATH_START]) return false;
  lexer->result_symbol = PATH_START;
  advance(lexer);
  lexer->mark_end(lexer);
  if (lexer->lookahead == '$') {
    advance(lexer);
    return lexer->lookahead == '{';
  }
  if (!is_name_char(lexer->lookahead)) return false;
  while (is_path_char(lexer->lookahead)) advance(lexer);
  lexer->mark_end(lexer);
  return true;
}

void *tree_sitter_nix_external_scanner_create(void) { return NULL; }

void tree_sitter_nix_external_scanner_destroy(void *payload) {}

unsigned tree_sitter_nix_external_scanner_serialize(void *payload, char *buffer) { return 0; }

void tree_sitter_nix_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {}

bool tree_sitter_nix_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  /* All tokens are valid only while tree-sitter recovers from an error: text would then swallow good code. */
  if (valid[STRING_FRAGMENT] && valid[INDENTED_STRING_FRAGMENT] && valid[PATH_START] && valid[PATH_FRAGMENT]) return false;
  if (valid[STRING_FRAGMENT]) return scan_string_fragment(lexer);
  if (valid[INDENTED_STRING_FRAGMENT]) return scan_indented_string_fragment(lexer);
  if (valid[PATH_FRAGMENT] && is_path_char(lexer->lookahead)) return scan_path_fragment(lexer);
  if (valid[PATH_START] || valid[URI]) return scan_path_or_uri(lexer, valid);
  return false;
}
