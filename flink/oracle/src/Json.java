import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** As much of JSON as the oracle reads and writes; an object becomes a Map that keeps its order. */
final class Json {
    final String s;
    int i;

    Json(String s) {
        this.s = s;
    }

    Object value() {
        ws();
        char c = s.charAt(i);
        if (c == '{') {
            Map<String, Object> m = new LinkedHashMap<>();
            i++;
            for (ws(); s.charAt(i) != '}'; ws()) {
                if (s.charAt(i) == ',') {
                    i++;
                    ws();
                }
                String k = string();
                ws();
                i++; // ':'
                m.put(k, value());
            }
            i++;
            return m;
        }
        if (c == '[') {
            List<Object> l = new ArrayList<>();
            i++;
            for (ws(); s.charAt(i) != ']'; ws()) {
                if (s.charAt(i) == ',') {
                    i++;
                }
                l.add(value());
            }
            i++;
            return l;
        }
        if (c == '"') {
            return string();
        }
        int j = i;
        while (i < s.length() && ",]} \t".indexOf(s.charAt(i)) < 0) {
            i++;
        }
        String t = s.substring(j, i);
        return t.equals("null") ? null : t.equals("true") ? Boolean.TRUE : t.equals("false") ? Boolean.FALSE : (Object) Long.valueOf(t);
    }

    String string() {
        StringBuilder b = new StringBuilder();
        for (i++; s.charAt(i) != '"'; i++) {
            char c = s.charAt(i);
            if (c == '\\') {
                c = s.charAt(++i);
                switch (c) {
                    case 'n': b.append('\n'); break;
                    case 't': b.append('\t'); break;
                    case 'r': b.append('\r'); break;
                    case 'b': b.append('\b'); break;
                    case 'f': b.append('\f'); break;
                    case 'u': b.append((char) Integer.parseInt(s.substring(i + 1, i + 5), 16)); i += 4; break;
                    default: b.append(c);
                }
            } else {
                b.append(c);
            }
        }
        i++;
        return b.toString();
    }

    void ws() {
        while (i < s.length() && s.charAt(i) <= ' ') {
            i++;
        }
    }

    static String str(Object o) {
        StringBuilder b = new StringBuilder();
        write(o, b);
        return b.toString();
    }

    static void write(Object o, StringBuilder b) {
        if (o == null || o instanceof Number || o instanceof Boolean) {
            if (o instanceof Double && (((Double) o).isNaN() || ((Double) o).isInfinite())) {
                b.append('"').append(o).append('"');
            } else {
                b.append(o);
            }
        } else if (o instanceof Map) {
            String sep = "{";
            for (Map.Entry<?, ?> e : ((Map<?, ?>) o).entrySet()) {
                b.append(sep);
                write(String.valueOf(e.getKey()), b);
                b.append(':');
                write(e.getValue(), b);
                sep = ",";
            }
            b.append(sep.equals("{") ? "{}" : "}");
        } else if (o instanceof Collection) {
            String sep = "[";
            for (Object e : (Collection<?>) o) {
                b.append(sep);
                write(e, b);
                sep = ",";
            }
            b.append(sep.equals("[") ? "[]" : "]");
        } else if (o instanceof Optional) {
            write(((Optional<?>) o).orElse(null), b);
        } else {
            b.append('"');
            String t = String.valueOf(o);
            for (int k = 0; k < t.length(); k++) {
                char c = t.charAt(k);
                if (c == '"' || c == '\\') {
                    b.append('\\').append(c);
                } else if (c == '\n') {
                    b.append("\\n");
                } else if (c == '\r') {
                    b.append("\\r");
                } else if (c == '\t') {
                    b.append("\\t");
                } else if (c < ' ' || (c > '~' && c < 0xa0) || c == 0xfeff || Character.isSurrogate(c)) {
                    b.append(String.format("\\u%04x", (int) c));
                } else {
                    b.append(c);
                }
            }
            b.append('"');
        }
    }
}
