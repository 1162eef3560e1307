-- Fifty events a request, each with an id of its own, over the sessions in SESSIONS (lines of "id key").
local sessions = {}
for line in io.lines(os.getenv("SESSIONS")) do
  local id, key = line:match("(%S+) (%S+)")
  sessions[#sessions + 1] = { id, key }
end
local thread_number = 0
function setup(thread)
  thread:set("number", thread_number)
  thread_number = thread_number + 1
end
local counter = 0
local heads = {}
local pieces = {}
local events = 50
function init()
  local host = wrk.host .. ":" .. wrk.port
  for i, s in ipairs(sessions) do
    heads[i] = "POST /api/v1/sessions/" .. s[1] .. "/events HTTP/1.1\r\nHost: " .. host .. "\r\nX-Session-Key: " .. s[2] ..
      "\r\nContent-Type: application/json\r\nContent-Length: "
  end
  local types = { "page_view", "property_view", "click", "search", "property_save" }
  for i = 1, events do
    pieces[i] = string.format('-%02d","type":"%s","data":{"page":"/listings/%d","title":"A home by the water","property_id":"%d"}}',
      i, types[i % 5 + 1], i, i)
  end
end
function request()
  counter = counter + 1
  local prefix = '{"id":"' .. number .. "-" .. counter
  local parts = { '{"events":[' }
  for i = 1, events do
    parts[#parts + 1] = prefix
    parts[#parts + 1] = pieces[i]
    parts[#parts + 1] = i < events and "," or "]}"
  end
  local body = table.concat(parts)
  return heads[counter % #heads + 1] .. #body .. "\r\n\r\n" .. body
end
