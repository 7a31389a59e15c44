-- Asks the addresses in a file, one after the other and round again.
-- wrk … -s requests.lua http://host:port -- FILE ACCEPT
local paths, number = {}, 0

function init(arguments)
  for line in io.lines(arguments[1]) do paths[#paths + 1] = line end
  wrk.headers["Accept"] = arguments[2]
end

function request()
  number = number % #paths + 1
  return wrk.format("GET", paths[number])
end
