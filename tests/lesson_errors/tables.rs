//! Tables of mistakes. Each line is `what stands there → what is written instead ⇒ a phrase of the message`.
//!
//! `⏎` is a line break, and `¦`, which is taken out, the place where the caret is expected.

/// TOML that is not TOML, and values of the wrong kind.
pub const SYNTAX_AND_TYPES: &str = r#"
format = 1 → format = ¦one ⇒ quoted
id = "base" → id = "base¦ ⇒ basic string
max = 20 → max =¦ ⇒ expected
max = 20 → max = 20⏎¦max = 21 ⇒ duplicate key
max = 20 → max = ¦"20" ⇒ expected a number
max = 20 → max = ¦2.5 ⇒ expected a number
max = 20 → max = ¦99999999999999999999 ⇒ too large
default = true → default = ¦1 ⇒ expected true or false
covers = ["P7"] → covers = ¦"P7" ⇒ expected a list
zh = "基础" → zh = ¦3 ⇒ expected a text
label = { en = "Nagle", zh = "Nagle" } → label = ¦"Nagle" ⇒ expected a table
format = 1 → format = ¦2 ⇒ expected a number from 1 to 1
format = 1⏎ → ¦ ⇒ `format` is missing
covers = ["P7"] → deadline-ms = ¦60001 ⇒ expected a number from 1 to 60000
id = "guess" → id = ¦"Guess!" ⇒ is not a name
"#;

/// A key that nobody knows, in every table that there is.
pub const UNKNOWN_KEYS_EVERYWHERE: &str = r#"
covers = → ¦cover = ⇒ did you mean `covers`?
zh = "基础" → ¦zhh = "基础" ⇒ did you mean `zh`?
name = "server" → ¦nmae = "server" ⇒ did you mean `name`?
transport = "udp" → ¦transprt = "udp" ⇒ did you mean `transport`?
en = "Base" → en = "Base"⏎¦de = "Basis" ⇒ unknown key `de`
kind = "slider" → ¦kin = "slider" ⇒ did you mean `kind`?
max = 20 → max = 20⏎¦scael = "log" ⇒ did you mean `scale`?
en = "free" → ¦fr = "x", en = "free" ⇒ unknown key `fr`
{ value = "free", → { ¦values = 1, value = "free", ⇒ did you mean `value`?
transport = "udp" → transport = "udp"⏎¦famly = "v4" ⇒ did you mean `family`?
name = "server" → name = "server"⏎¦option = 1 ⇒ did you mean `options`?
id = "hello" } → ¦idd = "hello" } ⇒ unknown key `idd`
{ close = true } → { ¦clos = true } ⇒ did you mean `close`?
until = "end" } → ¦untill = "end" } ⇒ did you mean `until`?
kind = "explain" → kind = "explain"⏎¦sett = 1 ⇒ did you mean `set`?
fact = "read-sizes", pane = "tcp", equals = [5, 0] → fact = "read-sizes", pane = "tcp", equals = [5, 0], ¦pnae = 1 ⇒ did you mean `pane`?
equals = [9, 0]⏎ → equals = [9, 0]⏎¦shares = 1⏎ ⇒ did you mean `share`?
equals = [9, 0]⏎ → equals = [9, 0]⏎share = { runs = 5, at-least = 1, ¦at-lest = 1 }⏎ ⇒ did you mean `at-least`?
{ close = true } → { send = { bytes = 5, ¦byte = 5 } } ⇒ did you mean `bytes`?
{ wait = "all-queued", → { wait = { sent = "client", ¦send = 1 }, ⇒ did you mean `sent`?
"#;

/// Names of things that are not there.
pub const UNKNOWN_NAMES: &str = r#"
options = { nagle = "nagle", → options = { nagle = ¦"nagel", ⇒ did you mean `nagle`?
recv = "recv-size" → recv = "2 * ¦recv-sise" ⇒ did you mean `recv-size`?
when = { order = "gated" } → when = { ¦ordre = "gated" } ⇒ did you mean `order`?
when = { order = "gated" } → when = { order = ¦"gatde" } ⇒ did you mean `gated`?
when = { order = "gated" } → when = { order = ["free", ¦"late"] } ⇒ `gated` or `free`
when = { order = "gated" } → when = { pane = ¦"tpc" } ⇒ did you mean `tcp`?
when = { order = "gated" } → when = { transport = ¦"streams" } ⇒ did you mean `stream`?
when = { order = "gated" } → when = { pane = ¦[] } ⇒ never holds
fixed = { nagle = false } → fixed = { ¦nagel = false } ⇒ did you mean `nagle`?
kind = "explain" → kind = "explain"⏎set = { ¦recv = 3 } ⇒ unknown knob `recv`
equals = [9, 0]⏎ → equals = [9, 0]⏎set = { ¦orders = "free" }⏎ ⇒ did you mean `order`?
transport = "udp" → transport = ¦"upd" ⇒ did you mean `udp`?
transport = "udp" → transport = "udp"⏎family = ¦"ipv6" ⇒ expected `v4` or `v6`
transport = "udp" → transport = "udp"⏎counts = ¦"byte" ⇒ did you mean `bytes`?
kind = "toggle" → kind = ¦"togle" ⇒ did you mean `toggle`?
kind = "explain" → kind = ¦"explian" ⇒ did you mean `explain`?
kind = "explain" → kind = "explain"⏎view = ¦"tme" ⇒ did you mean `time`?
covers = ["P7"] → view = ¦"tape" ⇒ `bytes`, `time`, `outcomes`
options = { nagle = "nagle", → options = { nagle = { value = "nagle", when = { pane = ¦"tpc" } }, ⇒ did you mean `tcp`?
options = { nagle = "nagle", → options = { nagle = { ¦valeu = "nagle", when = { pane = "tcp" } }, ⇒ did you mean `value`?
[[claim]]⏎pane = "tcp" → [[claim]]⏎pane = ¦"tcpp" ⇒ did you mean `tcp`?
[[claim]]⏎pane = "tcp"⏎fact = "read-sizes" → [[claim]]⏎pane = "tcp"⏎fact = ¦"read-size" ⇒ did you mean `read-sizes`?
equals = [9, 0]⏎ → equals = [9, 0]⏎stream = ¦"client-server"⏎ ⇒ unknown stream
covers = ["P7"] → links = [["client", ¦"sever"]] ⇒ did you mean `server`?
{ close = true } → { send = "x", to = ¦"srver" } ⇒ did you mean `server`?
{ close = true } → { send = "x", to = ¦"client" } ⇒ no link
send-buffer = 65536 → ¦send-bufer = 65536 ⇒ did you mean `send-buffer`?
{ close = true } → { set = { ¦crok = true } } ⇒ did you mean `cork`?
{ wait = "all-queued", → { wait = ¦"all-queud", ⇒ did you mean `all-queued`?
{ wait = "all-queued", → { wait = { after = "client.¦helo" }, ⇒ did you mean `hello`?
{ wait = "all-queued", → { wait = { after = "¦cleint.hello" }, ⇒ did you mean `client`?
{ wait = "all-queued", → { wait = { after = ¦"hello" }, ⇒ "client.hello"
{ wait = "all-queued", → { wait = { sent = ¦"clients" }, ⇒ did you mean `client`?
{ wait = "all-queued", → { wait = { finished = ¦"nobody" }, ⇒ unknown endpoint
{ close = true } → { shutdown = ¦"wirte" } ⇒ did you mean `write`?
{ close = true } → { close = ¦"rest" } ⇒ did you mean
until = "end" } → until = ¦"eof" } ⇒ expected one of `end`
kind = "explain" → kind = "explain"⏎panes = ["udp", ¦"tpc"] ⇒ did you mean `tcp`?
kind = "explain" → kind = "explain"⏎panes = ["udp", ¦"udp"] ⇒ `udp` is there already
kind = "explain" → kind = "explain"⏎panes = ¦[] ⇒ the step is about no pane
kind = "explain" → kind = "explain"⏎panes = ¦"tcp" ⇒ expected a list
kind = "explain" → kind = "explain"⏎hands = [¦"cleint"] ⇒ did you mean `client`?
kind = "explain" → kind = "explain"⏎hands = ["client"]⏎pane = ¦"tpc" ⇒ did you mean `tcp`?
kind = "explain" → kind = "explain"⏎hands = ¦[] ⇒ nobody is led by hand
kind = "explain" → kind = "explain"⏎hands = ¦"client" ⇒ expected a list
kind = "explain" → kind = "explain"⏎¦pane = "udp" ⇒ expected `hands` beside it
kind = "explain" → kind = "read"⏎¦hands = ["client"] ⇒ does not go with `read`
kind = "predict" → kind = "predict"⏎¦hands = ["client"] ⇒ does not go with `predict`
{ recv = "recv-size", until = "end" } → { ¦recv = "recv-size", until = "frame" } ⇒ a `codec`
"#;

/// Values that a knob, an option, a step or a fact does not take.
pub const VALUES_THAT_DO_NOT_FIT: &str = r#"
default = 10 → default = ¦21 ⇒ expected a number from 1 to 20
default = 10 → default = ¦0 ⇒ out of range
min = 1⏎max = 20 → min = ¦21⏎max = 20 ⇒ not above `max`
min = 1⏎ → min = ¦-1⏎ ⇒ out of range
default = "gated" → default = ¦"lock-step" ⇒ unknown choice
fixed = { nagle = false } → fixed = { recv-size = ¦21 } ⇒ expected a number from 1 to 20
fixed = { nagle = false } → fixed = { nagle = ¦0 } ⇒ expected true or false
kind = "explain" → kind = "explain"⏎set = { recv-size = ¦0 } ⇒ out of range
equals = [9, 0]⏎ → equals = [9, 0]⏎set = { order = ¦"later" }⏎ ⇒ unknown choice
when = { order = "gated" } → when = { recv-size = ¦99 } ⇒ out of range
recv = "recv-size" → recv = ¦true ⇒ expected a number, a slider knob, or a product
recv = "recv-size" → recv = "¦order" ⇒ is not a slider
recv = "recv-size" → recv = "¦recv-size + 1" ⇒ is not a number or a knob
recv = "recv-size" → recv = "recv-size *¦" ⇒ is not a number or a knob
recv = "recv-size" → recv = ¦-4 ⇒ less than nothing
options = { nagle = "nagle", → options = { nagle = ¦"recv-size", ⇒ a toggle knob
options = { nagle = "nagle", → options = { nagle = ¦1, ⇒ expected true, false
options = { nagle = "nagle", → options = { acks = ¦"order", ⇒ does not fit
options = { nagle = "nagle", → options = { nagle = { value = ¦1, when = { pane = "tcp" } }, ⇒ expected true, false
options = { nagle = "nagle", → options = { nagle = ¦{ value = true }, ⇒ `when` is missing
send-buffer = 65536 → send-buffer = ¦"nagle" ⇒ a slider knob
send-buffer = 65536 → ¦send-buffer = 4294967296 ⇒ more than the kernel takes
send-buffer = 65536 → ¦linger = 70000 ⇒ too many
{ close = true } → { set = { ¦acks = "quick" } } ⇒ `options`
{ close = true } → { set = ¦{ cork = true, nagle = true } } ⇒ one option
{ close = true } → { close = ¦false } ⇒ does nothing
{ close = true } → { measure = ¦1 } ⇒ expected true
{ close = true } → { send = ¦[] } ⇒ nothing to send
{ close = true } → { send = ¦5 } ⇒ a list of texts
{ close = true } → { send = { hex = ¦"0g" } } ⇒ hexadecimal
{ close = true } → { send = { hex = ¦"000" } } ⇒ hexadecimal
{ close = true } → ¦{ id = "nothing" } ⇒ nothing says what it does
{ close = true } → { close = true, ¦sleep-ms = 5 } ⇒ `sleep-ms` does not go with `close`
{ close = true } → { close = true, ¦all = true } ⇒ only with `send`
until = "end" } → until = "end", ¦times = 2 } ⇒ does not go with `until`
until = "end" } → until = "end", ¦limit-ms = 2 } ⇒ does not go with `until`
{ close = true } → ¦{ repeat = 2 } ⇒ `steps` is missing
equals = [9, 0]⏎ → equals = [9, 0]⏎share = { runs = ¦0, at-least = 0.5 }⏎ ⇒ from 1 to
equals = [9, 0]⏎ → equals = [9, 0]⏎share = { runs = 5, at-least = ¦1.5 }⏎ ⇒ from 0 to 1
equals = [9, 0]⏎ → equals = [9, 0]⏎share = ¦{ runs = 5 }⏎ ⇒ never wrong
equals = [9, 0]⏎ → equals = [9, 0]⏎share = { runs = 5, at-least = ¦1, at-most = 0.5 }⏎ ⇒ not above
transport = "udp" → transport = "unix-dgram"⏎family = ¦"v6" ⇒ no address family
equals = [9, 0]⏎ → equals = ¦9⏎ ⇒ expected a list of numbers
equals = [9, 0]⏎ → ¦at-least = 9⏎ ⇒ expected `equals` or `differs`
equals = [9, 0]⏎ → equals = [9, 0]⏎¦differs = [9]⏎ ⇒ does not go with `equals`
[[claim]]⏎pane = "tcp"⏎fact = "read-sizes"⏎equals = [9, 0]⏎ → ¦[[claim]]⏎pane = "tcp"⏎fact = "reads"⏎ ⇒ one of `equals`
fact = "read-sizes"⏎equals = [9, 0]⏎ → fact = "causes"⏎equals = [¦"late-reed"]⏎ ⇒ did you mean `late-read`?
fact = "read-sizes"⏎equals = [9, 0]⏎ → fact = "causes"⏎equals = ¦"late-read"⏎ ⇒ expected a list of causes
fact = "read-sizes"⏎equals = [9, 0]⏎ → fact = "reads"⏎at-least = ¦3⏎at-most = 2⏎ ⇒ not above `at-most`
fact = "read-sizes"⏎equals = [9, 0]⏎ → fact = "reads"⏎equals = 1⏎¦at-least = 3⏎at-most = 2⏎ ⇒ does not go with `equals`
equals = [9, 0]⏎ → ¦at-least = 9⏎at-most = 10⏎ ⇒ expected `equals` or `differs`
fact = "read-sizes"⏎equals = [9, 0]⏎ → fact = ¦"broken-share"⏎equals = 0⏎ ⇒ about each run
fact = "read-sizes", pane = "tcp", equals = [5, 0] → fact = ¦"broken-share", pane = "tcp", equals = 0 ⇒ expected `runs = N` in the step
kind = "explain" → kind = "explain"⏎¦runs = 200 ⇒ only a prediction has runs
fact = "read-sizes"⏎equals = [9, 0]⏎ → fact = "verdicts"⏎equals = [¦"merge"]⏎ ⇒ did you mean `merged`?
fact = "read-sizes"⏎equals = [9, 0]⏎ → fact = "errors"⏎equals = [¦"EGAIN"]⏎ ⇒ did you mean `EAGAIN`?
fact = "read-sizes"⏎equals = [9, 0]⏎ → fact = "broken"⏎equals = ¦1⏎ ⇒ expected true or false
[[claim]]⏎pane = "tcp"⏎fact = "read-sizes"⏎equals = [9, 0]⏎ → ¦[[claim]]⏎pane = "tcp"⏎fact = "read-data"⏎equals = "x"⏎ ⇒ `read` is missing
equals = [9, 0]⏎ → equals = [9, 0]⏎read = ¦1⏎ ⇒ only with `read-data`
equals = [9, 0]⏎ → equals = [9, 0]⏎frame = ¦1⏎ ⇒ only with `frame-data`
[[claim]]⏎pane = "tcp"⏎fact = "read-sizes"⏎equals = [9, 0]⏎ → ¦[[claim]]⏎pane = "tcp"⏎fact = "frame-data"⏎equals = "x"⏎ ⇒ `frame` is missing
fact = "read-sizes"⏎equals = [9, 0]⏎ → fact = "frame-errors"⏎equals = [¦"too-lang"]⏎ ⇒ did you mean `too-long`?
"#;

/// Codecs that say too little, too much, or what they do not take.
pub const CODECS: &str = r#"
name = "server" → name = "server"⏎codec = ¦"delimiter" ⇒ expected a table
name = "server" → name = "server"⏎codec = ¦{ width = 4 } ⇒ `kind` is missing
name = "server" → name = "server"⏎codec = { kind = ¦"delimeter", delimiters = "x" } ⇒ did you mean `delimiter`?
name = "server" → name = "server"⏎codec = { kind = "delimiter", delimiters = "x", ¦width = 4 } ⇒ only with `length-prefix`
name = "server" → name = "server"⏎codec = { kind = "delimiter", delimiters = "x", ¦limits = 4 } ⇒ did you mean `limit`?
name = "server" → name = "server"⏎codec = ¦{ kind = "delimiter" } ⇒ `delimiters` is missing
name = "server" → name = "server"⏎codec = { kind = "delimiter", delimiters = ¦"" } ⇒ no delimiters
name = "server" → name = "server"⏎codec = { kind = "delimiter", delimiters = ¦"包" } ⇒ one byte each
name = "server" → name = "server"⏎codec = ¦{ kind = "fixed-length" } ⇒ `length` is missing
name = "server" → name = "server"⏎codec = { kind = "fixed-length", length = "¦nagle" } ⇒ is not a slider
name = "server" → name = "server"⏎codec = { kind = "fixed-length", length = ¦0 } ⇒ expected 1 byte to
name = "server" → name = "server"⏎codec = { kind = "length-prefix", width = ¦3 } ⇒ 1, 2, 4 or 8
name = "server" → name = "server"⏎codec = { kind = "length-prefix", width = ¦"order" } ⇒ 1, 2, 4 or 8
name = "server" → name = "server"⏎codec = { kind = "length-prefix", width = ¦"ordr" } ⇒ did you mean `order`?
name = "server" → name = "server"⏎codec = { kind = "length-prefix", width = ¦true } ⇒ 1, 2, 4 or 8
name = "server" → name = "server"⏎codec = { kind = "length-prefix", width = 4, order = ¦"big" } ⇒ `big-endian`
name = "server" → name = "server"⏎codec = { kind = "length-prefix", width = 4, order = ¦"order" } ⇒ does not fit
name = "server" → name = "server"⏎codec = { kind = "length-prefix", width = 4, counts-itself = ¦"order" } ⇒ a toggle knob
name = "server" → name = "server"⏎codec = { kind = "length-prefix", width = 4, counts-itself = ¦1 } ⇒ a toggle knob
name = "server" → name = "server"⏎codec = { kind = "length-prefix", width = 4, limit = ¦16777217 } ⇒ out of range
name = "server" → name = "server"⏎codec = { kind = "length-prefix", width = 4, when = { ¦ordr = "free" } } ⇒ did you mean `order`?
name = "server" → name = "server"⏎codec = { kind = "json-header", name = ¦5 } ⇒ expected a text
name = "server" → name = "server"⏎codec = { kind = "content-length", start-line = ¦"a\n" } ⇒ one line
{ close = true } → { close = true, ¦raw = true } ⇒ only with `send`
{ close = true } → { send = "x", raw = ¦1 } ⇒ expected true or false
"#;

/// Names that are given twice.
pub const NAMES_THAT_COME_TWICE: &str = r#"
[[knob]]⏎name = "nagle" → [[knob]]⏎name = ¦"order"⏎kind = "toggle"⏎default = true⏎folded = true⏎label = { en = "x", zh = "x" }⏎[[knob]]⏎name = "nagle" ⇒ another knob `order`
name = "udp" → name = ¦"tcp" ⇒ another pane `tcp`
name = "server"⏎script = [⏎    { wait = "all-queued", when = { order = "gated" } },⏎    { recv = "recv-size", until = "end" },⏎ → name = ¦"client"⏎script = [⏎ ⇒ another endpoint `client`
{ value = "free" → { value = ¦"gated" ⇒ another choice `gated`
{ close = true } → { close = true, id = ¦"hello" } ⇒ another step `hello`
[[step]]⏎id = "why" → [[step]]⏎id = ¦"guess"⏎kind = "read"⏎[[step]]⏎id = "why" ⇒ another step `guess`
covers = ["P7"] → links = [["client", "server"], ¦["server", "client"]] ⇒ linked already
[[knob]]⏎name = "nagle" → [[knob]]⏎name = ¦"pane"⏎kind = "toggle"⏎default = true⏎folded = true⏎label = { en = "x", zh = "x" }⏎[[knob]]⏎name = "nagle" ⇒ cannot be called `pane`
"#;

/// Who talks with whom.
pub const LINKS_AND_ENDPOINTS: &str = r#"
covers = ["P7"] → links = [¦["client", "client"]] ⇒ two different endpoints
covers = ["P7"] → links = [¦["client"]] ⇒ two ends
[[step]]⏎id = "guess" → ¦[[endpoint]]⏎name = "third"⏎script = []⏎[[step]]⏎id = "guess" ⇒ linked with no other
"#;

/// A text in one language only.
pub const A_MISSING_LANGUAGE: &str = r#"
title = { en = "UDP", zh = "UDP" } → title = ¦{ en = "UDP" } ⇒ the Chinese text is missing
title = { en = "UDP", zh = "UDP" } → title = ¦{ zh = "UDP" } ⇒ the English text is missing
zh = "到齐" → zh = ¦" " ⇒ the Chinese text is empty
label = { en = "Nagle", zh = "Nagle" } → label = ¦{ en = "Nagle" } ⇒ expected `zh = 
{ en = "9", zh = "9" } → ¦{ en = "9" } ⇒ the Chinese text is missing
[title]⏎en = "Base"⏎zh = "基础"⏎ → ¦[title]⏎en = "Base"⏎ ⇒ the Chinese text is missing
"#;

/// More than a run may take.
pub const LIMITS: &str = r#"
{ send = "hello", id = "hello" } → { repeat = ¦100001, steps = [{ send = "x" }] } ⇒ 100000 steps
{ send = "hello", id = "hello" } → { repeat = ¦100001, steps = [{ send = ["x", "y"] }] } ⇒ 100000 steps
{ send = "hello", id = "hello" } → { repeat = ¦1000, steps = [{ repeat = 101, steps = [{ send = "x" }] }] } ⇒ 100000 steps
{ send = "hello", id = "hello" } → { repeat = ¦99999999999, steps = [{ send = "x" }] } ⇒ 100000 steps
recv = "recv-size", until = "end" → recv = "recv-size", times = ¦100001 ⇒ 100000 steps
{ send = "hello", id = "hello" } → { ¦send = { bytes = 67108865 } } ⇒ 64 MiB
{ send = "hello", id = "hello" } → { repeat = 65, steps = [{ ¦send = { bytes = 1048576 } }] } ⇒ 64 MiB
{ send = "hello", id = "hello" } → { repeat = 65, steps = [{ ¦send = { bytes = 1048576 } }, { send = ["x", "y"] }] } ⇒ 64 MiB
recv = "recv-size" → recv = ¦0 ⇒ expected 1 byte to 4 MiB
recv = "recv-size" → recv = ¦4194305 ⇒ expected 1 byte to 4 MiB
recv = "recv-size" → recv = ¦"recv-size * 4000000" ⇒ 4 MiB
{ send = "hello", id = "hello" } → { sleep-ms = ¦60001 } ⇒ expected 0 to 60000 milliseconds
{ send = "hello", id = "hello" } → { sleep-us = ¦60000001 } ⇒ expected 0 to 60000000 microseconds
recv = "recv-size", until = "end" → recv = "recv-size", limit-ms = ¦60001 ⇒ expected 1 to 60000 milliseconds
recv = "recv-size", until = "end" → recv = "recv-size", limit-ms = ¦0 ⇒ expected 1 to 60000 milliseconds
{ send = "hello", id = "hello" } → { send = { bytes = ¦"recv-size * 9223372036854775807 * 9" } } ⇒ too large
{ send = "hello", id = "hello" } → { ¦send = { bytes = 2147483648 } } ⇒ 64 MiB
{ send = "hello", id = "hello" } → { repeat = ¦1000000, steps = [{ send = "x" }] } ⇒ 100000 steps
{ send = "hello", id = "hello" } → { repeat = 1000, steps = [{ sleep-ms = ¦1000 }] } ⇒ more than 10 minutes
{ send = "hello", id = "hello" } → { repeat = 2, steps = [{ send = ["x", "y"] }, { repeat = 40000, steps = [{ sleep-us = ¦10000 }] }] } ⇒ more than 10 minutes
"#;
