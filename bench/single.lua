-- One event a request, each with an id of its own, over the sessions in SESSIONS (lines of "id key").
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
function init()
  local host = wrk.host .. ":" .. wrk.port
  for i, s in ipairs(sessions) do
    heads[i] = "POST /api/v1/sessions/" .. s[1] .. "/event HTTP/1.1\r\nHost: " .. host .. "\r\nX-Session-Key: " .. s[2] ..
      "\r\nContent-Type: application/json\r\nContent-Length: "
  end
end
local format = string.format
function request()
  counter = counter + 1
  local body = format('{"id":"%d-%09d","type":"page_view","data":{"page":"/listings/%d","title":"A home by the water, number %d","from":"list"}}',
    number, counter, counter % 1000, counter % 1000)
  return heads[counter % #heads + 1] .. #body .. "\r\n\r\n" .. body
end
